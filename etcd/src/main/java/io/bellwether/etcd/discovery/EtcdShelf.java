package io.bellwether.etcd.discovery;

import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Urls;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Notes as keys of a running etcd, {@code /bellwether/discovery/<id>/…}, through its JSON gateway: many clusters may
 * form by way of one.
 *
 * <p>Shape: the endpoints are members of one cluster. Those that cannot be reached are passed over; after a silence the
 * next one is not asked, because what was asked may have been done.
 */
public final class EtcdShelf implements Shelf {

    private static final String PREFIX = "/bellwether/discovery/";

    private final EtcdClient client;
    private final List<URI> endpoints;
    private final String prefix;

    /**
     * The notes of one cluster.
     *
     * @param id what discovery calls it
     */
    public EtcdShelf(EtcdClient client, List<URI> endpoints, String id) {
        this.client = client;
        this.endpoints = List.copyOf(endpoints);
        this.prefix = PREFIX + id + "/";
    }

    @Override
    public List<Note> notes() throws IOException {
        return ask(server -> client.list(server, prefix)).stream()
                .map(stored -> new Note(
                        stored.key().substring(prefix.length()),
                        stored.value(),
                        stored.createRevision(),
                        stored.modRevision()))
                .toList();
    }

    @Override
    public boolean write(String name, String text, Optional<Note> before) throws IOException {
        long version = before.map(Note::version).orElse(0L);
        return ask(server -> client.putIfUnchanged(server, prefix + name, text, version));
    }

    private <T> T ask(Function<URI, Answer<T>> call) throws IOException {
        String last = "no address";
        for (URI endpoint : endpoints) {
            switch (call.apply(endpoint)) {
                case Answer.Given<T>(T value) -> {
                    return value;
                }
                case Answer.Unreachable<T>(String text) -> last = text;
                case Answer.Refused<T> refused -> last = refused.text();
                case Answer.Silent<T>(String text) -> throw new IOException(text);
            }
        }
        throw new IOException(last);
    }

    @Override
    public String where() {
        return "etcd at " + Urls.join(endpoints);
    }
}
