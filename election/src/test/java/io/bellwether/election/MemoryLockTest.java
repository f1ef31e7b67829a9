package io.bellwether.election;

import io.bellwether.election.contract.LockProbe;
import io.bellwether.election.contract.WatchContract;

/** The lock that the core is tested over does what every lock does. */
final class MemoryLockTest implements WatchContract {

    private final MemoryLock lock = new MemoryLock();

    @Override
    public LockProbe probe() {
        return new LockProbe(lock);
    }

    @Override
    public void delete() {
        lock.delete();
    }
}
