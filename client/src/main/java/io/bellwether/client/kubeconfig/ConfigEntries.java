package io.bellwether.client.kubeconfig;

import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientConfigException;
import io.bellwether.client.ClientConfigException.Reason;
import io.bellwether.client.credential.ExecCommand;
import io.bellwether.client.credential.TokenSource;
import io.bellwether.client.kubeconfig.KubeconfigFile.Entry;
import io.bellwether.client.tls.ClientCertificate;
import io.bellwether.client.tls.PemSource;
import io.bellwether.client.tls.TlsSettings;
import io.bellwether.client.tls.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns the cluster and user of a context into a configuration. */
final class ConfigEntries {

    private static final int HTTP_PORT = 80;

    private ConfigEntries() {}

    static ClientConfig config(Entry cluster, Entry user, String namespace, String origin) {
        refuseOldIdentities(user, origin);
        Trust trust = trust(cluster, origin);
        TlsSettings tls = new TlsSettings(trust, cluster.text("tls-server-name"), clientCertificate(user, origin));
        TokenSource token = token(user, cluster, trust, origin);
        try {
            return new ClientConfig(
                    URI.create(cluster.text("server")), tls, token, namespace, proxy(cluster, origin), origin);
        } catch (IllegalArgumentException malformed) {
            throw new ClientConfigException(Reason.MALFORMED, origin + ": " + malformed.getMessage(), malformed);
        }
    }

    private static Trust trust(Entry cluster, String origin) {
        if (cluster.body().path("insecure-skip-tls-verify").asBoolean(false)) {
            return new Trust.Anything();
        }
        return pem(cluster, "certificate-authority", origin)
                .<Trust>map(Trust.Authorities::new)
                .orElseGet(Trust.SystemAuthorities::new);
    }

    private static Optional<ClientCertificate> clientCertificate(Entry user, String origin) {
        Optional<PemSource> chain = pem(user, "client-certificate", origin);
        Optional<PemSource> key = pem(user, "client-key", origin);
        if (chain.isPresent() != key.isPresent()) {
            throw new ClientConfigException(
                    Reason.MALFORMED, origin + ": client-certificate and client-key belong together; one is missing");
        }
        return chain.map(certificates -> new ClientCertificate(certificates, key.orElseThrow()));
    }

    /** Inline data wins over a file, as in client-go. */
    private static Optional<PemSource> pem(Entry entry, String field, String origin) {
        String data = entry.text(field + "-data");
        if (!data.isEmpty()) {
            try {
                return Optional.of(
                        new PemSource.Inline(new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException notBase64) {
                throw new ClientConfigException(
                        Reason.MALFORMED, origin + ": " + field + "-data is not base64", notBase64);
            }
        }
        String file = entry.text(field);
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new PemSource.InFile(entry.folder().resolve(file)));
    }

    /** A token file wins over a token (it is the one that is renewed), both over a plugin, as in client-go. */
    private static TokenSource token(Entry user, Entry cluster, Trust trust, String origin) {
        if (!user.text("tokenFile").isEmpty()) {
            return new TokenSource.InFile(user.folder().resolve(user.text("tokenFile")));
        }
        if (!user.text("token").isEmpty()) {
            return new TokenSource.Fixed(user.text("token"));
        }
        return user.body().path("exec").isObject()
                ? new TokenSource.FromCommand(
                        exec(new Entry(user.body().path("exec"), user.file()), cluster, trust, origin))
                : new TokenSource.None();
    }

    private static ExecCommand exec(Entry exec, Entry cluster, Trust trust, String origin) {
        if (exec.text("interactiveMode").equals("Always")) {
            throw new ClientConfigException(
                    Reason.UNSUPPORTED,
                    origin
                            + ": the credential plugin wants a terminal (interactiveMode: Always), which it never gets here");
        }
        List<String> arguments = new ArrayList<>();
        exec.body().path("args").forEach(argument -> arguments.add(argument.asString("")));
        Map<String, String> environment = new LinkedHashMap<>();
        exec.body()
                .path("env")
                .forEach(variable -> environment.put(
                        variable.path("name").asString(""),
                        variable.path("value").asString("")));
        Optional<JsonNode> info = exec.body().path("provideClusterInfo").asBoolean(false)
                ? Optional.of(clusterInfo(cluster, trust))
                : Optional.empty();
        try {
            return new ExecCommand(
                    exec.text("apiVersion"),
                    exec.text("command"),
                    arguments,
                    environment,
                    info,
                    exec.text("installHint"),
                    exec.folder());
        } catch (IllegalArgumentException malformed) {
            throw new ClientConfigException(Reason.MALFORMED, origin + ": " + malformed.getMessage(), malformed);
        }
    }

    private static JsonNode clusterInfo(Entry cluster, Trust trust) {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        info.put("server", cluster.text("server"));
        if (!cluster.text("tls-server-name").isEmpty()) {
            info.put("tls-server-name", cluster.text("tls-server-name"));
        }
        switch (trust) {
            case Trust.Anything() -> info.put("insecure-skip-tls-verify", true);
            case Trust.Authorities(PemSource.Inline(String text)) ->
                info.put(
                        "certificate-authority-data",
                        Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
            case Trust.Authorities(PemSource.InFile file) ->
                info.put("certificate-authority-data", Base64.getEncoder().encodeToString(content(file)));
            case Trust.SystemAuthorities() -> {
                // The plugin trusts what its own runtime trusts.
            }
        }
        for (JsonNode extension : cluster.body().path("extensions")) {
            if (extension.path("name").asString("").equals("client.authentication.k8s.io/exec")) {
                info.set("config", extension.path("extension"));
            }
        }
        return info;
    }

    private static byte[] content(PemSource.InFile source) {
        try {
            return source.read().getBytes(StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new ClientConfigException(
                    Reason.UNREADABLE, "certificate-authority cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static Optional<InetSocketAddress> proxy(Entry cluster, String origin) {
        String text = cluster.text("proxy-url");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        URI url = URI.create(text);
        if (!"http".equals(url.getScheme()) || url.getHost() == null || url.getUserInfo() != null) {
            throw new ClientConfigException(
                    Reason.UNSUPPORTED,
                    origin
                            + ": proxy-url must be http://host:port without a password; other proxies are not supported");
        }
        return Optional.of(
                InetSocketAddress.createUnresolved(url.getHost(), url.getPort() < 0 ? HTTP_PORT : url.getPort()));
    }

    private static void refuseOldIdentities(Entry user, String origin) {
        for (String field : List.of("username", "auth-provider", "as")) {
            if (user.body().has(field)) {
                throw new ClientConfigException(
                        Reason.UNSUPPORTED,
                        origin + ": user entries with \"" + field
                                + "\" are not supported; use a certificate, a token or exec");
            }
        }
    }
}
