package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.Founder;

/**
 * At a discovery service under an address of which nobody has said whose it is: stock members found a cluster by it, or
 * supervised ones have.
 *
 * <p>Threads: safe from any thread; blocks on the service.
 */
public final class EitherRegistrations implements Registrations {

    private final Registrations stock;
    private final Registrations supervised;

    /** Of both kinds. */
    public EitherRegistrations(Registrations stock, Registrations supervised) {
        this.stock = stock;
        this.supervised = supervised;
    }

    /** Whoever was first closed the address to the others; while nobody was, it is open to stock members. */
    @Override
    public Known read() {
        Known known = stock.read();
        if (!(known instanceof Known.Cluster cluster) || !cluster.members().isEmpty()) {
            return known;
        }
        return supervised.read() instanceof Known.Formed formed ? formed : known;
    }

    @Override
    public void register(String memberId, Founder member) {
        stock.register(memberId, member);
    }
}
