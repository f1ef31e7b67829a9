package io.bellwether.etcd.core;

import java.time.Duration;

/** Whether the cluster decides. */
public sealed interface Quorum {

    /** A linearizable read succeeded in this round. */
    record Confirmed(MemberId leader) implements Quorum {}

    /** None did, for so long. */
    record Missing(Duration lasting) implements Quorum {}
}
