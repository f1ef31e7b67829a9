package io.bellwether.store.embedded;

import io.bellwether.store.Revision;
import java.nio.file.Path;

/**
 * A file of the log, for those who count and delete files.
 *
 * @param first the revision of the first commit that may be in it
 */
record LogFile(Path path, Revision first, long sizeBytes) {}
