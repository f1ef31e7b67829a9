package io.bellwether.apiserver.watchcache;

import io.bellwether.store.Revision;

/** Where a subscription begins. */
public sealed interface Start {

    /** With every object there is, each as ADDED, then what changes. */
    record WithState() implements Start {}

    /** With the changes after a revision that the subscriber knows. */
    record After(Revision revision) implements Start {}

    /** With what changes from now on. */
    record Now() implements Start {}
}
