package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.gateway.WholeAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads what stock members registered under a discovery address, at ours or at any other v2 discovery service.
 *
 * <p>Threads: safe from any thread; each call blocks its caller for no longer than the timeout.
 */
public final class StockRegistrations implements Registrations {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpClient http;
    private final URI address;
    private final Duration timeout;

    /**
     * Talks to the service at an address.
     *
     * @param address what {@code /new} answered
     */
    public StockRegistrations(HttpClient http, URI address, Duration timeout) {
        this.http = http;
        this.address = address;
        this.timeout = timeout;
    }

    @Override
    public Known read() {
        try {
            HttpResponse<String> size = get("/_config/size");
            HttpResponse<String> members = get("");
            if (size.statusCode() == NOT_FOUND) {
                return new Known.WrongToken("there is no token " + address);
            }
            if (size.statusCode() != OK || members.statusCode() != OK) {
                return new Known.Silence("discovery answers " + size.statusCode() + ", " + members.statusCode());
            }
            String wanted = Wire.text(Wire.JSON.readTree(size.body()).path("node"), "value");
            return new Known.Cluster(Integer.parseInt(wanted), members(Wire.JSON.readTree(members.body())));
        } catch (JacksonException | IllegalArgumentException meaningless) {
            return new Known.Silence("what answers at " + address + " is no discovery service");
        } catch (IOException silent) {
            return new Known.Silence("discovery at " + address + " does not answer");
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return new Known.Silence("interrupted");
        }
    }

    @Override
    public void register(String memberId, Founder member) {
        List<String> pairs =
                member.peerUrls().stream().map(url -> member.name() + "=" + url).toList();
        String body = "value=" + URLEncoder.encode(String.join(",", pairs), StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create(base() + "/" + memberId + "?prevExist=false"))
                .timeout(timeout)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> unused = WholeAnswer.of(http, request);
        } catch (IOException silent) {
            // The member list knows it: discovery is only where a newcomer looks first.
            return;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return WholeAnswer.of(
                http,
                HttpRequest.newBuilder(URI.create(base() + path))
                        .timeout(timeout)
                        .build());
    }

    private String base() {
        String text = address.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static List<Founder> members(JsonNode directory) {
        List<JsonNode> nodes = new ArrayList<>();
        directory.path("node").path("nodes").forEach(nodes::add);
        nodes.sort(Comparator.comparingLong(node -> node.path("createdIndex").asLong(0)));
        List<Founder> members = new ArrayList<>();
        nodes.forEach(node -> member(node.path("value").asString("")).ifPresent(members::add));
        return members;
    }

    /** {@code name=url,name=url}; what is none, or names two members, is nobody's. */
    private static Optional<Founder> member(String value) {
        Map<String, List<String>> urls = new LinkedHashMap<>();
        for (String pair : value.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                urls.computeIfAbsent(pair.substring(0, equals), name -> new ArrayList<>())
                        .add(pair.substring(equals + 1));
            }
        }
        return urls.size() == 1
                ? urls.entrySet().stream().findFirst().map(entry -> new Founder(entry.getKey(), entry.getValue()))
                : Optional.empty();
    }
}
