package io.bellwether.apiserver;

import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apiserver.http.HttpServer;
import io.bellwether.apiserver.metrics.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The values that metrics are asked for, with the names that dashboards know. */
record Gauges(HttpServer http, Backend backend, Supplier<KindCatalog> kinds) implements Supplier<List<Gauge>> {

    @Override
    public List<Gauge> get() {
        List<Gauge> gauges = new ArrayList<>();
        String inFlight = "apiserver_current_inflight_requests";
        String help = "Requests in progress, watches excluded.";
        gauges.add(new Gauge(inFlight, help, Map.of("request_kind", "readOnly"), http::readsInFlight));
        gauges.add(new Gauge(inFlight, help, Map.of("request_kind", "mutating"), http::writesInFlight));
        gauges.add(new Gauge(
                "bellwether_requests_waiting",
                "Requests that wait because as many as may be are in progress.",
                Map.of(),
                http::requestsWaiting));
        gauges.add(new Gauge("apiserver_registered_watchers", "Watches that are running.", Map.of(), http::watches));
        gauges.add(new Gauge(
                "bellwether_store_revision", "The newest revision of the store.", Map.of(), backend::revision));
        for (KindDescriptor kind : kinds.get().kinds()) {
            gauges.add(new Gauge(
                    "apiserver_storage_objects",
                    "Objects in the store.",
                    Map.of("resource", kind.groupResource().toString()),
                    () -> backend.count(kind)));
        }
        return gauges;
    }
}
