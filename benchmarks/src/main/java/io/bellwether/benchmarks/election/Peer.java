package io.bellwether.benchmarks.election;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Those who are compared, each a program under {@code tests/interop/electors}. */
enum Peer {
    BELLWETHER("bellwether", "Bellwether", Register.LEASE, "bellwether.BellwetherElector", ""),
    FABRIC8("fabric8", "fabric8", Register.LEASE, "fabric8.Fabric8Elector", ""),
    OFFICIAL("official", "official Java client", Register.LEASE, "official.OfficialElector", ""),
    CLIENT_GO("client-go", "client-go", Register.LEASE, "", ""),
    SPRING_JDBC(
            "spring-jdbc",
            "Spring Integration JDBC",
            Register.DATABASE,
            "springjdbc.SpringJdbcElector",
            "springjdbc.DatabaseServer"),
    CURATOR("curator", "Curator", Register.ZOOKEEPER, "curator.CuratorElector", "curator.ZooKeeperServer"),
    JETCD("jetcd", "jetcd", Register.ETCD, "jetcd.JetcdElector", "");

    /** Where the elections of a peer are decided. */
    enum Register {
        /** A Lease on our API server. */
        LEASE,
        /** A row in H2. */
        DATABASE,
        /** A node in ZooKeeper. */
        ZOOKEEPER,
        /** A key in etcd. */
        ETCD
    }

    private static final Path FOLDER = Path.of("tests", "interop", "electors");

    private final String folder;
    private final String title;
    private final Register register;
    private final String electorClass;
    private final String serverClass;

    Peer(String folder, String title, Register register, String electorClass, String serverClass) {
        this.folder = folder;
        this.title = title;
        this.register = register;
        this.electorClass = electorClass;
        this.serverClass = serverClass;
    }

    /** The name of its folder, and on the command line. */
    String folder() {
        return folder;
    }

    /** As people call it. */
    String title() {
        return title;
    }

    Register register() {
        return register;
    }

    /** Whether its candidates hear of a release only when they ask, and that takes them seconds. */
    boolean polls() {
        return switch (this) {
            case FABRIC8, OFFICIAL, CLIENT_GO, SPRING_JDBC -> true;
            case BELLWETHER, CURATOR, JETCD -> false;
        };
    }

    /**
     * What a candidate says when it stands by: that it has seen who leads, or where it does not tell, that it contends.
     */
    EventLog.What signOfStandingBy() {
        return register == Register.LEASE ? EventLog.What.OBSERVED : EventLog.What.READY;
    }

    boolean isJava() {
        return this != CLIENT_GO;
    }

    /** Whether its program has been built. */
    boolean isBuilt(Path root) {
        return Files.exists(isJava() ? classPath(root) : program(root));
    }

    /** What runs its elector; options follow. */
    List<String> command(Path root) throws IOException {
        return isJava() ? java(root, electorClass) : List.of(program(root).toString());
    }

    /** What runs the server that comes with it, where there is one. */
    List<String> serverCommand(Path root) throws IOException {
        return java(root, serverClass);
    }

    private List<String> java(Path root, String mainClass) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        Path classes = classPath(root).resolveSibling("classes");
        command.add(classes + ":" + Files.readString(classPath(root)).strip());
        command.add("io.bellwether.electors." + mainClass);
        return command;
    }

    private Path classPath(Path root) {
        return root.resolve(FOLDER).resolve(folder).resolve("target").resolve("classpath");
    }

    private Path program(Path root) {
        return root.resolve("target").resolve("electors").resolve(folder);
    }
}
