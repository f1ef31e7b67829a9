package io.bellwether.tests.fleet;

import io.bellwether.tests.program.ProgramProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whose elector a process runs. */
enum Library {
    /** Ours: {@link FleetMember}. */
    OURS(""),
    FABRIC8("fabric8.Fabric8Elector"),
    /** The official Java client. */
    OFFICIAL("official.OfficialElector"),
    /** Not Java; built by {@code tests/interop/electors/client-go/build}. */
    CLIENT_GO("");

    private static final Path ELECTORS = Path.of("interop/electors");

    private final String mainClass;

    Library(String mainClass) {
        this.mainClass = mainClass;
    }

    /** The program and what precedes its arguments. */
    List<String> command() throws IOException {
        return switch (this) {
            case OURS -> java(System.getProperty("java.class.path"), FleetMember.class.getName());
            case FABRIC8, OFFICIAL -> java(classPath(), "io.bellwether.electors." + mainClass);
            case CLIENT_GO ->
                List.of(Path.of("../target/electors/client-go").toAbsolutePath().toString());
        };
    }

    private String classPath() throws IOException {
        Path module =
                ELECTORS.resolve(mainClass.substring(0, mainClass.indexOf('.'))).resolve("target");
        return module.resolve("classes")
                + File.pathSeparator
                + Files.readString(module.resolve("classpath")).strip();
    }

    private static List<String> java(String classPath, String mainClass) {
        List<String> command = new ArrayList<>(ProgramProcess.java());
        command.addAll(List.of("-cp", classPath, mainClass));
        return List.copyOf(command);
    }
}
