package io.bellwether.apiserver.discovery;

import io.bellwether.apimachinery.GroupVersion;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apiserver.endpoint.Endpoint;
import io.bellwether.apiserver.endpoint.EndpointReply;
import io.bellwether.apiserver.endpoint.EndpointRequest;
import io.bellwether.apiserver.endpoint.MediaRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * {@code /api}, {@code /apis} and what is below them, made of the catalog of kinds.
 *
 * <p>Threads: safe from any thread. The documents are made when a catalog is first seen; two threads that see it first
 * make them both, to the same end.
 */
public final class DiscoveryEndpoint implements Endpoint {

    private static final String JSON = "application/json";
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private final Supplier<KindCatalog> catalog;
    private final AtomicReference<Documents> documents = new AtomicReference<>();

    /** Serves the documents of the catalog that is supplied: an immutable one, another after each change. */
    public DiscoveryEndpoint(Supplier<KindCatalog> catalog) {
        this.catalog = catalog;
    }

    @Override
    public EndpointReply get(EndpointRequest request) {
        Documents current = documents();
        Document document = wantsAggregated(request) && current.aggregated.containsKey(request.path())
                ? current.aggregated.get(request.path())
                : current.legacy.get(request.path());
        if (document == null) {
            throw Status.unknownPath().asException();
        }
        return document.reply(request);
    }

    private Documents documents() {
        KindCatalog present = catalog.get();
        Documents known = documents.get();
        if (known != null && known.catalog == present) {
            return known;
        }
        Documents fresh = Documents.of(present);
        documents.set(fresh);
        return fresh;
    }

    private static boolean wantsAggregated(EndpointRequest request) {
        for (MediaRange range : request.accept()) {
            if (!range.includes(JSON)) {
                continue;
            }
            String as = range.parameter("as");
            if (as.isEmpty()) {
                return false;
            }
            if (as.equals("APIGroupDiscoveryList")
                    && range.parameter("g").equals("apidiscovery.k8s.io")
                    && range.parameter("v").equals("v2")) {
                return true;
            }
        }
        return false;
    }

    /** All documents of one catalog, by path. */
    private record Documents(KindCatalog catalog, Map<String, Document> legacy, Map<String, Document> aggregated) {

        static Documents of(KindCatalog catalog) {
            List<GroupVersions> groups = GroupVersions.of(catalog);
            List<GroupVersions> core =
                    groups.stream().filter(GroupVersions::isCore).toList();
            List<GroupVersions> named =
                    groups.stream().filter(group -> !group.isCore()).toList();
            Map<String, Document> legacy = new HashMap<>();
            core.forEach(group -> legacy.put("/api", Document.of(JSON, LegacyDiscovery.coreVersions(group))));
            legacy.put("/apis", Document.of(JSON, LegacyDiscovery.groupList(named)));
            named.forEach(
                    group -> legacy.put("/apis/" + group.group(), Document.of(JSON, LegacyDiscovery.group(group))));
            for (GroupVersion version : catalog.groupVersions()) {
                legacy.put(path(version), Document.of(JSON, LegacyDiscovery.resources(catalog, version)));
            }
            Map<String, Document> aggregated = Map.of(
                    "/api", Document.of(AGGREGATED, AggregatedDiscovery.of(catalog, core)),
                    "/apis", Document.of(AGGREGATED, AggregatedDiscovery.of(catalog, named)));
            return new Documents(catalog, Map.copyOf(legacy), aggregated);
        }

        private static String path(GroupVersion version) {
            return (version.group().isEmpty() ? "/api/" : "/apis/") + version;
        }
    }
}
