package io.bellwether.etcd.discovery;

import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import java.net.URI;

/**
 * The v3 discovery of stock etcd from 3.6 on ({@code --discovery-token} and {@code --discovery-endpoints}): keys of a
 * running etcd, which the members themselves read and write. All it needs is the size.
 */
public final class V3Registry {

    private static final String PREFIX = "/_etcd/registry/";

    private V3Registry() {}

    /**
     * Makes a token.
     *
     * @param size how many members found the cluster
     * @return whether there was none of this name
     */
    public static Answer<Boolean> create(EtcdClient client, URI server, String token, int size) {
        return client.putIfUnchanged(server, PREFIX + token + "/_config/size", Integer.toString(size), 0);
    }
}
