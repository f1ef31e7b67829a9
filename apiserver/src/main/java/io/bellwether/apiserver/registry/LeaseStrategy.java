package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apiserver.fence.Fencing;
import io.bellwether.apiserver.fence.FencingToken;
import io.bellwether.apiserver.fence.Handover;
import java.util.List;

/** A Lease carries its fencing token, which grows in the transaction that hands the Lease over. */
final class LeaseStrategy implements KindStrategy {

    private final Fencing fencing;

    LeaseStrategy(Fencing fencing) {
        this.fencing = fencing;
    }

    @Override
    public Bound bind(Writing writing) {
        ApiObject after = writing.after();
        FencingToken token = fencing.token(after.namespace(), after.name());
        if (!Handover.happensIn(writing.before(), after)) {
            return new Bound(Handover.stamped(after, token.value()), Companions.NONE);
        }
        return new Bound(Handover.stamped(after, token.next()), advance(token));
    }

    @Override
    public Companions bindDeletion(ApiObject before) {
        return advance(fencing.token(before.namespace(), before.name()));
    }

    private static Companions advance(FencingToken token) {
        return new Companions(List.of(token.unchanged()), List.of(token.advance()));
    }
}
