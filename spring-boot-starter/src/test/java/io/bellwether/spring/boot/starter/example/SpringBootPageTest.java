package io.bellwether.spring.boot.starter.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.LockStore;
import io.bellwether.election.MemoryLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The example of docs/spring-boot.md is this program, and does what the page says. */
class SpringBootPageTest {

    private static final Path PAGE = Path.of("../docs/spring-boot.md");
    private static final Path PROGRAM =
            Path.of("src/test/java/io/bellwether/spring/boot/starter/example/OrdersApplication.java");

    private static final long LOOK_EVERY_MILLIS = 20;

    private final PrintStream before = System.out;

    @AfterEach
    void restoreOutput() {
        System.setOut(before);
    }

    @Test
    void page_showsThisProgram() throws IOException {
        String page = Files.readString(PAGE);
        String shown = page.substring(page.indexOf("```java\n") + "```java\n".length());
        shown = shown.substring(0, shown.indexOf("```"));
        String program = Files.readString(PROGRAM);
        assertThat(program).endsWith(shown).startsWith("package ");
        assertThat(program.length() - shown.length()).isLessThan("package ".length() + 80);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void program_settlesAsTheLeader_andGivesBackAtTheEnd() throws InterruptedException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        MemoryLock lock = new MemoryLock();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(OrdersApplication.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .properties("bellwether.election.identity=orders-1")
                .initializers(starting -> starting.getBeanFactory().registerSingleton("lock", (LockStore) lock))
                .run()) {
            CountDownLatch never = new CountDownLatch(1);
            while (!text(written).contains("settled under token ")) {
                boolean unused = never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                assertThat(context.isActive()).isTrue();
            }
        }
        assertThat(text(written)).contains("leading as orders-1").contains("stopped: CLOSED");
        assertThat(lock.current())
                .hasValueSatisfying(
                        record -> assertThat(record.record().isFree()).isTrue());
    }

    private static String text(ByteArrayOutputStream written) {
        return written.toString(StandardCharsets.UTF_8);
    }
}
