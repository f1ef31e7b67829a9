package io.bellwether.etcd.snapshot;

/**
 * What became of a work on files.
 *
 * @param <T> what was wanted
 */
public sealed interface Result<T> {

    /** It is done. */
    record Done<T>(T value) implements Result<T> {}

    /**
     * It is not.
     *
     * @param why for people, one line
     */
    record Failed<T>(String why) implements Result<T> {}
}
