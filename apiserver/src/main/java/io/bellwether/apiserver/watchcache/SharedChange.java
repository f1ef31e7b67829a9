package io.bellwether.apiserver.watchcache;

import io.bellwether.apiserver.watchcache.core.Change;
import io.bellwether.apiserver.watchcache.core.EventType;
import io.bellwether.store.Bytes;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A change on its way to watchers, with the frames that were written of it: one for each format and type that somebody
 * asked for, by whoever asked first.
 *
 * <p>Threads: safe from any thread. Who asks while another writes the same frame waits for it; writing a frame does not
 * block.
 */
final class SharedChange {

    private final Change change;
    private final Delivery natural;
    private final AtomicReference<@Nullable Written> written = new AtomicReference<>();

    SharedChange(Change change) {
        this.change = change;
        this.natural = new Delivery(this, change.type());
    }

    Change change() {
        return change;
    }

    /** What a watch without a selection receives. */
    Delivery natural() {
        return natural;
    }

    Bytes frame(FrameFormat format, EventType type) {
        while (true) {
            Written newest = written.get();
            for (Written one = newest; one != null; one = one.older) {
                if (one.type == type && one.format.equals(format)) {
                    return await(one.frame);
                }
            }
            FutureTask<Bytes> task = new FutureTask<>(() -> format.event(type, change.shown(type), change.revision()));
            if (written.compareAndSet(newest, new Written(format, type, task, newest))) {
                task.run();
                return await(task);
            }
        }
    }

    private static Bytes await(FutureTask<Bytes> frame) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return frame.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("could not write a frame", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A list of the frames written so far, the newest first. */
    private record Written(
            FrameFormat format,
            EventType type,
            FutureTask<Bytes> frame,
            @Nullable Written older) {}
}
