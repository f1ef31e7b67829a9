package io.bellwether.etcd.core;

/** The arithmetic of quorums. */
final class Votes {

    private Votes() {}

    /** How many of so many voters decide. */
    static int quorum(int voters) {
        return voters / 2 + 1;
    }

    /** How many further failures leave a quorum; negative: there is none. */
    static int spare(int voters, int alive) {
        return alive - quorum(voters);
    }

    /** The number of voters for a size: an even one survives no more failures than the odd one below it. */
    static int target(int size) {
        return size % 2 == 0 ? size - 1 : size;
    }
}
