package io.bellwether.store.embedded.crash;

import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.contract.StoreContract;
import io.bellwether.store.embedded.StoreFiles;
import io.bellwether.store.embedded.Stores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;

/** The whole contract, each of its tests on a copy of a directory that survived a crash. */
abstract class SurvivorContract extends StoreContract {

    private Revision start = Revision.NONE;

    abstract Survivor survivor();

    @Override
    protected final Store open(Path directory) throws IOException {
        FreshStart fresh = survivor().open(directory);
        start = fresh.start();
        return fresh;
    }

    /** The backup is of a store that was opened by {@link #open}: it counts from the same revision. */
    @Override
    protected final Store restore(byte[] backup, Path directory) throws IOException {
        StoreFiles.restore(new ByteArrayInputStream(backup), directory);
        return new FreshStart(Stores.openTiny(directory), start);
    }
}
