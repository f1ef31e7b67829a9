package io.bellwether.tests.linear;

import io.bellwether.client.ClientConfig;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.tests.apiserver.UpProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;

/** {@code bellwether up} as a process, which {@code kill -9} ends. */
final class ProcessSite implements Site {

    private final Path directory;
    private UpProcess process;
    private volatile InetSocketAddress address;

    private ProcessSite(Path directory, UpProcess process) throws IOException {
        this.directory = directory;
        this.process = process;
        this.address = awaitAddress(process);
    }

    static Site start(Path directory) throws IOException {
        return new ProcessSite(directory, up(directory));
    }

    private static UpProcess up(Path directory) throws IOException {
        return UpProcess.start("--data-dir", directory.toString(), "--listen", "127.0.0.1:0");
    }

    private static InetSocketAddress awaitAddress(UpProcess process) throws IOException {
        URI url = URI.create(process.awaitReady());
        return new InetSocketAddress(url.getHost(), url.getPort());
    }

    @Override
    public ClientConfig config() {
        return Kubeconfig.load(directory.resolve("admin.kubeconfig")).context("");
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void crash() throws IOException, InterruptedException {
        process.kill();
        process = up(directory);
        address = awaitAddress(process);
    }

    @Override
    public void close() {
        process.close();
    }
}
