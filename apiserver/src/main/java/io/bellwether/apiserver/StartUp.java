package io.bellwether.apiserver;

import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apiserver.certs.Certificates;
import io.bellwether.apiserver.certs.ServingNames;
import io.bellwether.apiserver.http.HttpServer;
import io.bellwether.execution.Machine;
import io.bellwether.store.Store;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * What a server is made of, prepared side by side: opening the store, reading or issuing certificates, loading the HTTP
 * server and reading the kinds wait for the disk and for classes most of the time.
 *
 * <p>Errors: of several failures that of the store is told first: who starts a second server on a directory learns who
 * has it, not that the port is taken too.
 */
record StartUp(Store store, HttpServer http, Certificates certificates, KindCatalog catalog) {

    /** Prepares everything; when one part fails, releases the others and throws its exception. */
    static StartUp prepare(ApiServerOptions options, Machine machine, Supplier<Store> storeOpener) {
        CompletableFuture<Store> store = CompletableFuture.supplyAsync(storeOpener, machine.executor());
        CompletableFuture<HttpServer> http = CompletableFuture.supplyAsync(
                () -> new HttpServer(
                        options.http(), machine.clock(), machine.scheduler(), machine.executor(), machine.random()),
                machine.executor());
        CompletableFuture<Certificates> certificates = CompletableFuture.supplyAsync(
                () -> Certificates.prepare(
                        options.directory(),
                        ServingNames.of(options.http().listen().getAddress(), options.node()),
                        machine.random(),
                        machine.clock().wallTime()),
                machine.executor());
        CompletableFuture<KindCatalog> catalog =
                CompletableFuture.supplyAsync(KindCatalog::builtIn, machine.executor());
        try {
            return new StartUp(store.join(), http.join(), certificates.join(), catalog.join());
        } catch (CompletionException e) {
            release(store);
            release(http);
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    /** Waits for the part and closes it; one that failed has nothing to close. */
    private static void release(CompletableFuture<? extends AutoCloseable> part) {
        Optional<? extends AutoCloseable> opened =
                part.handle((value, failure) -> Optional.ofNullable(value)).join();
        try {
            if (opened.isPresent()) {
                opened.get().close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("a part of the server that did not start could not be closed", e);
        }
    }
}
