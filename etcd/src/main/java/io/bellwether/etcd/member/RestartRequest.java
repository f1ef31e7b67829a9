package io.bellwether.etcd.member;

import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import java.net.URI;

/** What people ask of the supervisors: that all members restart, one at a time, the leader last. */
public final class RestartRequest {

    private RestartRequest() {}

    /**
     * Asks.
     *
     * @param name of this request: another one than every earlier one's
     * @return whether the cluster has taken it
     */
    public static Answer<Boolean> send(EtcdClient client, URI server, String name) {
        return client.put(server, Turn.REQUEST_KEY, name);
    }
}
