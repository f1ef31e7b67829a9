package io.bellwether.store.embedded;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.store.Revision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The files of the store that count. Threads: the lock guards the lists; the writer adds files of the log, the
 * housekeeper the rest.
 */
final class Catalogue implements DiskHistory.BaseFinder {

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<LogFile> files;

    @GuardedBy("lock")
    private final List<Base> bases;

    Catalogue(List<LogFile> files, List<Base> bases) {
        this.files = new ArrayList<>(files);
        this.bases = new ArrayList<>(bases);
    }

    void add(LogFile file) {
        lock.lock();
        try {
            files.add(file);
        } finally {
            lock.unlock();
        }
    }

    void add(Base base) {
        lock.lock();
        try {
            bases.add(base);
        } finally {
            lock.unlock();
        }
    }

    /** The log, oldest first. */
    List<LogFile> files() {
        lock.lock();
        try {
            return List.copyOf(files);
        } finally {
            lock.unlock();
        }
    }

    /** The bases, oldest first. */
    List<Base> bases() {
        lock.lock();
        try {
            return List.copyOf(bases);
        } finally {
            lock.unlock();
        }
    }

    /** What a plan removes is gone for readers from here on. */
    void remove(RetentionPlan plan) {
        lock.lock();
        try {
            files.removeAll(plan.files());
            bases.removeAll(plan.bases());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Base> between(Revision from, Revision to) {
        return bases().stream()
                .filter(base ->
                        base.revision().compareTo(from) >= 0 && base.revision().compareTo(to) <= 0)
                .max(Comparator.comparing(Base::revision));
    }
}
