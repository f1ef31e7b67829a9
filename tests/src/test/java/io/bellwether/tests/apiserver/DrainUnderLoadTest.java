package io.bellwether.tests.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.store.KeyRange;
import io.bellwether.store.RangeResult;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stopping a server under load: what was stored was acknowledged, and what was acknowledged is stored. */
class DrainUnderLoadTest {

    private static final String CONFIGMAPS = "/api/v1/namespaces/default/configmaps";
    private static final int WRITERS = 16;
    private static final int WARM_WRITES = 20;

    @TempDir
    Path directory;

    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
    private final CountDownLatch warm = new CountDownLatch(WRITERS);

    @ParameterizedTest
    @EnumSource(Version.class)
    void close_underLoad_losesNoRequestThatWasTaken(Version version) throws Exception {
        TestServer server = TestServer.startDurable(directory);
        String url = server.url() + CONFIGMAPS;
        String token = server.token();
        try (HttpClient client = server.client(version);
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Writer task = new Writer(client, url, token, "w" + writer);
                running.add(writers.submit(task));
            }
            assertThat(warm.await(60, TimeUnit.SECONDS)).isTrue();

            Instant begin = Instant.now();
            server.close();
            Duration took = Duration.between(begin, Instant.now());

            for (Future<?> writer : running) {
                writer.get(60, TimeUnit.SECONDS);
            }
            // It waits 20 s for what was taken; the rest is for a busy machine.
            assertThat(took).isLessThan(Duration.ofSeconds(60));
            Set<String> stored = stored(writers);
            assertThat(stored).isNotEmpty();
            assertThat(difference(acknowledged, stored))
                    .as("acknowledged, not stored")
                    .isEmpty();
            assertThat(difference(stored, acknowledged))
                    .as("stored, not acknowledged")
                    .isEmpty();
        }
    }

    private static Set<String> difference(Set<String> one, Set<String> other) {
        Set<String> rest = new TreeSet<>(one);
        rest.removeAll(other);
        return rest;
    }

    /** What the next process finds on the disk. */
    private Set<String> stored(ExecutorService executor) {
        RangeResult all;
        try (Store reopened = TestServer.openStore(directory, executor)) {
            all = reopened.range(KeyRange.prefix("/registry/"), 0, Revision.NONE);
        }
        Set<String> names = new TreeSet<>();
        for (var entry : ((RangeResult.Entries) all).entries()) {
            String key = entry.key().value();
            if (key.contains("/configmaps/default/")) {
                names.add(key.substring(key.lastIndexOf('/') + 1));
            }
        }
        return names;
    }

    /** Creates objects until the server refuses or is gone. */
    private final class Writer implements Runnable {

        private final HttpClient client;
        private final String url;
        private final String token;
        private final String writer;

        private Writer(HttpClient client, String url, String token, String writer) {
            this.client = client;
            this.url = url;
            this.token = token;
            this.writer = writer;
        }

        @Override
        public void run() {
            int count = 0;
            while (create(writer + "-" + count)) {
                if (++count == WARM_WRITES) {
                    warm.countDown();
                }
            }
        }

        private boolean create(String name) {
            String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name + "\"}}";
            try {
                HttpResponse<String> response = client.send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(Duration.ofSeconds(30))
                                .header("Authorization", "Bearer " + token)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
                if (response.statusCode() == 201) {
                    acknowledged.add(name);
                    return true;
                }
                assertThat(response.statusCode()).isEqualTo(429);
                assertThat(response.headers().firstValue("Retry-After")).isPresent();
                return false;
            } catch (IOException gone) {
                // Not taken any more; if it was stored all the same, the comparison of the test finds it.
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
