package io.bellwether.tests.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.election.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the first example of {@code docs/client.md}. */
class ClientPageTest {

    @Test
    void example_ofThePage_readsAnObject(@TempDir Path folder) throws Exception {
        String source = Page.named("client.md").blocks("java").get(0);
        try (TestServer server = new TestServer(folder.resolve("server"));
                ExampleProgram example = ExampleProgram.compile(source, folder)) {
            assertThat(printed(example, server.kubeconfig().toString())).matches("resourceVersion [1-9][0-9]*\n");
            server.close();
            assertThat(printed(example, server.kubeconfig().toString())).startsWith("not applied: ");
        }
    }

    private static String printed(ExampleProgram example, String kubeconfig) throws ReflectiveOperationException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            example.run(kubeconfig);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
