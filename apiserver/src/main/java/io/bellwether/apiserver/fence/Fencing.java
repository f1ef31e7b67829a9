package io.bellwether.apiserver.fence;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apiserver.request.Fence;
import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks fences and reads tokens.
 *
 * <p>Shape: a fence is checked twice: here against the token as it is, and by the store, in the transaction of the
 * write, against the commit that wrote that token. Between the two nothing can slip in.
 *
 * <p>Threads: safe from any thread; blocks on the store's read.
 */
public final class Fencing {

    private final Store store;

    /** Reads the tokens of a store. */
    public Fencing(Store store) {
        this.store = store;
    }

    /** The token of a Lease. */
    public FencingToken token(String namespace, String lease) {
        Key key = FencingToken.keyOf(namespace, lease);
        return store.get(key).map(FencingToken::of).orElseGet(() -> new FencingToken(key, 0, Revision.NONE));
    }

    /**
     * The condition under which a fenced write may be committed.
     *
     * @throws StatusException 412 {@code FencedOut} when the fence's token is not the current one, or its Lease has
     *     never been written
     */
    public Compare check(Fence fence) {
        FencingToken token = token(fence.namespace(), fence.lease());
        if (token.value() != fence.token()) {
            throw refusal(fence, token);
        }
        return token.unchanged();
    }

    /** What a write is told whose fence broke in the store's transaction. */
    public StatusException fencedOut(Fence fence) {
        return refusal(fence, token(fence.namespace(), fence.lease()));
    }

    /**
     * The companions with the fence's compare first, so that a broken fence is what the store reports, and each key
     * compared once.
     */
    public static List<Compare> fenceFirst(List<Compare> fence, List<Compare> others) {
        Set<Key> compared = new HashSet<>();
        List<Compare> all = new ArrayList<>(fence);
        fence.forEach(compare -> compared.add(compare.key()));
        others.stream().filter(compare -> compared.add(compare.key())).forEach(all::add);
        return all;
    }

    private static StatusException refusal(Fence fence, FencingToken current) {
        return Status.fencedOut(fence.namespace() + "/" + fence.lease(), current.value(), fence.token())
                .asException();
    }
}
