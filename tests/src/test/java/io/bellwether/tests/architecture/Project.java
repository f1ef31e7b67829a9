package io.bellwether.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own files, as the rules see them. */
record Project(Path root, Layers layers) {

    /** The project that this test runs in. */
    static Project here() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/architecture/layers.txt"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("docs/architecture/layers.txt not found above the working directory");
            }
        }
        return new Project(folder, Layers.parse(read(folder.resolve("docs/architecture/layers.txt"))));
    }

    /** Every production class of every module; what JMH generates beside a benchmark is left out. */
    JavaClasses productionClasses() {
        List<Path> folders = layers.modules().stream()
                .map(module -> root.resolve(module).resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/jmh_generated/"))
                .importPaths(folders);
    }

    /** Every Java source of every module, tests included, and of the programs that only tests start. */
    List<Path> sources() {
        Stream<Path> folders =
                layers.modules().stream().map(module -> root.resolve(module).resolve("src"));
        return Stream.concat(folders, Stream.of(root.resolve("tests/interop")))
                .flatMap(folder -> filesBelow(folder, ".java").stream())
                .toList();
    }

    static List<Path> filesBelow(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
