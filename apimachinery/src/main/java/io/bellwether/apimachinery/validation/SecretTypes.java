package io.bellwether.apimachinery.validation;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.json.Trees;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The keys that well-known types of Secrets require. */
final class SecretTypes {

    private static final String ACCOUNT_ANNOTATION = "kubernetes.io/service-account.name";

    private SecretTypes() {}

    static List<Cause> check(ApiObject secret) {
        JsonNode data = secret.json().path("data");
        return switch (secret.json().path("type").asString("")) {
            case "kubernetes.io/service-account-token" ->
                secret.annotation(ACCOUNT_ANNOTATION)
                                .filter(each -> !each.isEmpty())
                                .isPresent()
                        ? List.of()
                        : List.of(Cause.required("metadata.annotations[" + ACCOUNT_ANNOTATION + "]", ""));
            case "kubernetes.io/dockercfg" -> requireJson(data, ".dockercfg");
            case "kubernetes.io/dockerconfigjson" -> requireJson(data, ".dockerconfigjson");
            case "kubernetes.io/basic-auth" ->
                data.has("username") || data.has("password")
                        ? List.of()
                        : List.of(Cause.required("data[username]", ""), Cause.required("data[password]", ""));
            case "kubernetes.io/ssh-auth" ->
                data.path("ssh-privatekey").asString("").isEmpty()
                        ? List.of(Cause.required("data[ssh-privatekey]", ""))
                        : List.of();
            case "kubernetes.io/tls" -> requireKeys(data, List.of("tls.crt", "tls.key"));
            default -> List.of();
        };
    }

    private static List<Cause> requireKeys(JsonNode data, List<String> keys) {
        List<Cause> causes = new ArrayList<>();
        keys.stream()
                .filter(each -> !data.has(each))
                .forEach(each -> causes.add(Cause.required("data[" + each + "]", "")));
        return causes;
    }

    private static List<Cause> requireJson(JsonNode data, String key) {
        String field = "data[" + key + "]";
        if (!data.has(key)) {
            return List.of(Cause.required(field, ""));
        }
        try {
            Trees.parse(Base64.getDecoder().decode(data.path(key).asString("")));
            return List.of();
        } catch (StatusException malformed) {
            return List.of(Cause.invalid(field, "<secret contents redacted>", "must be valid JSON"));
        }
    }
}
