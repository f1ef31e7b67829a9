package io.bellwether.benchmarks.system;

import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.benchmarks.http2.Endpoint;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.execution.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A contender's process, from its start to its end.
 *
 * <p>Threads: one caller; a thread reads what the process prints, so that it never blocks on a full pipe.
 */
public final class RunningServer implements AutoCloseable {

    private static final int READY_LIMIT_SECONDS = 600;
    private static final int STOP_LIMIT_SECONDS = 60;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Contender contender;
    private final Path data;
    private final Process process;
    private final double startMillis;

    private RunningServer(Contender contender, Path data, Process process, double startMillis) {
        this.contender = contender;
        this.data = data;
        this.process = process;
        this.startMillis = startMillis;
    }

    /**
     * Starts the process and waits until it says that it is ready.
     *
     * <p>Errors: BenchmarkException when it ends before, or is not ready in ten minutes.
     */
    public static RunningServer start(Contender contender, Path data) throws IOException {
        Files.createDirectories(data);
        Path errors = data.resolveSibling(data.getFileName() + ".err");
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(contender.command(data))
                .redirectError(errors.toFile())
                .start();
        CompletableFuture<Long> ready = new CompletableFuture<>();
        Threads.start("benchmarks-output-" + contender.name(), () -> read(process, contender.readyWords(), ready));
        try {
            long readyAt = ready.get(READY_LIMIT_SECONDS, TimeUnit.SECONDS);
            double millis = readyTime(contender, data, (readyAt - begin) / NANOS_PER_MILLI);
            return new RunningServer(contender, data, process, millis);
        } catch (ExecutionException | TimeoutException notReady) {
            process.destroy();
            throw new BenchmarkException(contender.name() + " did not become ready; see " + errors, notReady);
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted while " + contender.name() + " started", interrupted);
        }
    }

    private static void read(Process process, String readyWords, CompletableFuture<Long> ready) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(readyWords)) {
                    ready.complete(System.nanoTime());
                }
            }
            ready.completeExceptionally(new BenchmarkException("its output ended"));
        } catch (IOException broken) {
            ready.completeExceptionally(broken);
        }
    }

    /** The reference's script notes kube-apiserver's own start, when etcd is up: that is what is compared. */
    private static double readyTime(Contender contender, Path data, double wholeMillis) throws IOException {
        return switch (contender) {
            case Contender.Bellwether ignored -> wholeMillis;
            case Contender.Reference ignored -> {
                long started = Long.parseLong(
                        Files.readString(data.resolve("kube-apiserver.started")).strip());
                long ready = Long.parseLong(
                        Files.readString(data.resolve("kube-apiserver.ready")).strip());
                yield (ready - started) / NANOS_PER_MILLI;
            }
        };
    }

    /** Which server this is. */
    public Contender contender() {
        return contender;
    }

    /** From the start of the process to its readiness; for the reference, once etcd is up. */
    public double startMillis() {
        return startMillis;
    }

    /** How to reach it as an administrator. */
    public Endpoint endpoint() throws IOException, GeneralSecurityException {
        return Endpoint.of(Kubeconfig.load(data.resolve("admin.kubeconfig")).context(""));
    }

    /** The memory of all its processes now. */
    public Memory memory() {
        return Memory.ofTree(process.toHandle());
    }

    /** SIGTERM, and after a minute SIGKILL. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
