package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Seat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A meeting place whose addresses a name service tells: asked when they are needed first, and again after none of them
 * answered.
 *
 * <p>Threads: safe from any thread; blocks on the name service and on the place.
 */
public final class FoundByName implements Discovery {

    private final Lookup lookup;
    private final AtomicReference<Optional<Discovery>> found = new AtomicReference<>(Optional.empty());

    /** Asks the name service. */
    public interface Lookup {

        /** The place, at the addresses of now. */
        Discovery find() throws IOException;
    }

    /** Nothing is asked yet. */
    public FoundByName(Lookup lookup) {
        this.lookup = lookup;
    }

    private Word ask(Function<Discovery, Word> call) {
        Discovery place;
        try {
            Optional<Discovery> known = found.get();
            place = known.isPresent() ? known.get() : lookup.find();
        } catch (IOException unknown) {
            return new Word.Silence("the name service does not tell: " + unknown.getMessage());
        }
        Word word = call.apply(place);
        found.set(word instanceof Word.Silence ? Optional.empty() : Optional.of(place));
        return word;
    }

    @Override
    public Ages ages() {
        return found.get().map(Discovery::ages).orElse(Ages.SINCE_FIRST_SEEN);
    }

    @Override
    public Word board() {
        return ask(Discovery::board);
    }

    @Override
    public Word report(Report report) {
        return ask(place -> place.report(report));
    }

    @Override
    public Word propose(List<Seat> seats, long revision) {
        return ask(place -> place.propose(seats, revision));
    }

    @Override
    public Word begin(NodeId node, long revision) {
        return ask(place -> place.begin(node, revision));
    }

    @Override
    public Word formed(ClusterId cluster) {
        return ask(place -> place.formed(cluster));
    }

    @Override
    public Word restored(ClusterId lost, ClusterId cluster) {
        return ask(place -> place.restored(lost, cluster));
    }

    @Override
    public Word keep(String sealed) {
        return ask(place -> place.keep(sealed));
    }
}
