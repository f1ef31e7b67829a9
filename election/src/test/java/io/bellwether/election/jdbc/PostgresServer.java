package io.bellwether.election.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server of its own for a test, from the operating system's package. */
final class PostgresServer implements AutoCloseable {

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final Path directory;
    private final int port;

    private PostgresServer(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /** Starts one in that directory; empty where PostgreSQL is not installed. */
    static Optional<PostgresServer> start(Path directory) throws IOException, InterruptedException {
        Optional<Path> programs = newestPrograms();
        if (programs.isEmpty()) {
            return Optional.empty();
        }
        handOver(directory);
        PostgresServer server = new PostgresServer(programs.get(), directory, freePort());
        server.run("initdb", "--username=test", "--auth=trust", "--no-sync", "--encoding=UTF8", "--no-locale");
        String options = "-c listen_addresses=127.0.0.1 -c port=" + server.port
                + " -c unix_socket_directories= -c fsync=off -c shared_buffers=16MB";
        server.run("pg_ctl", "start", "--wait", "--log=" + directory.resolve("log"), "--options=" + options);
        return Optional.of(server);
    }

    PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser("test");
        return source;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("pg_ctl", "stop", "--wait", "--mode=immediate");
    }

    private static Optional<Path> newestPrograms() throws IOException {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.comparing(Path::toString));
        }
    }

    private static boolean isSuperuser() {
        return System.getProperty("user.name").equals("root");
    }

    /** PostgreSQL refuses to run as the superuser; then it runs as nobody. */
    private static void handOver(Path directory) throws IOException {
        if (isSuperuser()) {
            Path unused = Files.setOwner(
                    directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isSuperuser()) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        command.add("--pgdata=" + directory.resolve("data"));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", program).isTrue();
        assertThat(process.exitValue()).as("%s", command).isZero();
    }
}
