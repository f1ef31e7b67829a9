package io.bellwether.tests.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/**
 * A program that a page shows, compiled without a warning; that a module has no classes is none.
 *
 * <p>Threads: safe from any thread.
 */
public final class ExampleProgram implements AutoCloseable {

    private static final Pattern CLASS = Pattern.compile("class (\\w+)");

    private final URLClassLoader loader;
    private final Method main;

    private ExampleProgram(URLClassLoader loader, Method main) {
        this.loader = loader;
        this.main = main;
    }

    /** Compiles a source with one top-level class into a folder that exists. */
    public static ExampleProgram compile(String source, Path folder) throws IOException, ReflectiveOperationException {
        Matcher name = CLASS.matcher(source);
        assertThat(name.find()).isTrue();
        Path file = Files.writeString(folder.resolve(name.group(1) + ".java"), source);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-Xlint:all,-path",
                        "-Werror",
                        "-proc:none",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        file.toString());
        assertThat(result).isZero();
        URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
        return new ExampleProgram(loader, loader.loadClass(name.group(1)).getMethod("main", String[].class));
    }

    /** Errors: InvocationTargetException with what the program threw. */
    public void run(String... arguments) throws ReflectiveOperationException {
        Object unused = main.invoke(null, (Object) arguments);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
