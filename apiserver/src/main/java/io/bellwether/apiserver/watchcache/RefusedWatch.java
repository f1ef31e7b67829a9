package io.bellwether.apiserver.watchcache;

import io.bellwether.apiserver.request.WatchStream;
import io.bellwether.store.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A watch that says in its only event why there is none: the start is too old. Clients know this form best. */
public final class RefusedWatch implements WatchStream {

    private final Bytes error;
    private final AtomicBoolean told = new AtomicBoolean();

    /** A watch of this one ERROR frame. */
    public RefusedWatch(Bytes error) {
        this.error = error;
    }

    @Override
    public Next next(Duration timeout) {
        return told.compareAndSet(false, true) ? new Frames(List.of(error)) : new End();
    }

    @Override
    public void close() {
        told.set(true);
    }
}
