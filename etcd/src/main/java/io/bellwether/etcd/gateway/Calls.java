package io.bellwether.etcd.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request, one answer, within a deadline: a server that hangs is normal here.
 *
 * <p>Threads: safe from any thread; blocks its caller.
 */
final class Calls {

    static final ObjectMapper JSON = JsonMapper.builder().build();

    private static final int OK = 200;
    private static final int ERROR_LENGTH = 300;

    private final HttpClient http;

    Calls(HttpClient http) {
        this.http = http;
    }

    <T> Answer<T> post(URI server, String path, JsonNode body, Duration timeout, Function<JsonNode, T> read) {
        HttpRequest request = HttpRequest.newBuilder(Urls.at(server, path))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return answer(send(request), read.compose(Calls::parse));
    }

    <T> Answer<T> get(URI server, String path, Duration timeout, Function<String, T> read) {
        return answer(
                send(HttpRequest.newBuilder(Urls.at(server, path))
                        .timeout(timeout)
                        .GET()
                        .build()),
                read);
    }

    /** A GET with a body: so the members of etcd ask each other. */
    <T> Answer<T> ask(URI peer, String path, JsonNode body, Duration timeout, Function<JsonNode, T> read) {
        HttpRequest request = HttpRequest.newBuilder(Urls.at(peer, path))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .method("GET", HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return answer(send(request), read.compose(Calls::parse));
    }

    private Answer<HttpResponse<String>> send(HttpRequest request) {
        try {
            return new Answer.Given<>(WholeAnswer.of(http, request));
        } catch (ConnectException nobody) {
            return new Answer.Unreachable<>("nobody listens at " + request.uri());
        } catch (IOException silent) {
            return new Answer.Silent<>("no answer from " + request.uri() + ": " + describe(silent));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return new Answer.Silent<>("interrupted");
        }
    }

    /**
     * An answer in parts, one JSON object on each line.
     *
     * @param timeout until it begins; a server that stands still in the middle of it is waited for until its end
     */
    <T> Answer<T> lines(URI server, String path, Duration timeout, Function<Stream<String>, T> read) {
        HttpRequest request = HttpRequest.newBuilder(Urls.at(server, path))
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try {
            HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                return response.statusCode() == OK
                        ? new Answer.Given<>(read.apply(lines))
                        : new Answer.Refused<>(Refusal.OTHER, request.uri() + " answers " + response.statusCode());
            }
        } catch (ConnectException nobody) {
            return new Answer.Unreachable<>("nobody listens at " + request.uri());
        } catch (IOException | UncheckedIOException broken) {
            return new Answer.Silent<>("the answer of " + request.uri() + " broke off: " + broken.getMessage());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return new Answer.Silent<>("interrupted");
        }
    }

    private static <T> Answer<T> answer(Answer<HttpResponse<String>> sent, Function<String, T> read) {
        return switch (sent) {
            case Answer.Given<HttpResponse<String>>(HttpResponse<String> response) -> answer(response, read);
            case Answer.Refused<HttpResponse<String>>(Refusal refusal, String text) ->
                new Answer.Refused<>(refusal, text);
            case Answer.Unreachable<HttpResponse<String>>(String text) -> new Answer.Unreachable<>(text);
            case Answer.Silent<HttpResponse<String>>(String text) -> new Answer.Silent<>(text);
        };
    }

    private static <T> Answer<T> answer(HttpResponse<String> response, Function<String, T> read) {
        if (response.statusCode() == OK) {
            try {
                return new Answer.Given<>(read.apply(response.body()));
            } catch (JacksonException | IllegalArgumentException meaningless) {
                return new Answer.Silent<>(response.uri() + " answers what is not etcd's: "
                        + meaningless.getClass().getSimpleName());
            }
        }
        String text = errorText(response.body());
        return Refusal.isUnknown(text)
                ? new Answer.Silent<>(text)
                : new Answer.Refused<>(Refusal.of(response.statusCode(), text), text);
    }

    private static String errorText(String body) {
        String text = body;
        try {
            JsonNode error = parse(body);
            text = error.path("message").asString(error.path("error").asString(body));
        } catch (JacksonException plain) {
            // Some answers are plain text.
            text = body;
        }
        return text.length() > ERROR_LENGTH ? text.substring(0, ERROR_LENGTH) : text.strip();
    }

    static JsonNode parse(String body) {
        JsonNode parsed = JSON.readTree(body);
        return parsed.isObject() || parsed.isArray() ? parsed : JSON.createObjectNode();
    }

    private static @Nullable String describe(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
