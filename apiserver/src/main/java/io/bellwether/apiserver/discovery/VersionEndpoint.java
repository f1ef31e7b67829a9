package io.bellwether.apiserver.discovery;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.endpoint.Endpoint;
import io.bellwether.apiserver.endpoint.EndpointReply;
import io.bellwether.apiserver.endpoint.EndpointRequest;
import io.bellwether.store.Bytes;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /version}: the Kubernetes version whose protocol is spoken, by which tools decide what they may use, and our
 * own behind the plus sign.
 */
public final class VersionEndpoint implements Endpoint {

    private static final String MAJOR = "1";
    private static final String MINOR = "34";

    private final Bytes body;

    /** Serves the version; {@code program} is our own, such as {@code 0.1.0}. */
    public VersionEndpoint(String program) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("major", MAJOR)
                .put("minor", MINOR)
                .put("gitVersion", "v" + MAJOR + "." + MINOR + ".0+bellwether-" + program)
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "java" + Runtime.version().feature())
                .put("compiler", "javac")
                .put("platform", platform());
        this.body = Bytes.utf8(node + "\n");
    }

    @Override
    public EndpointReply get(EndpointRequest request) {
        if (!request.path().equals("/version")) {
            throw Status.unknownPath().asException();
        }
        return EndpointReply.json(body);
    }

    private static String platform() {
        String architecture = System.getProperty("os.arch", "");
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT) + "/" + architecture;
    }
}
