package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.etcd.member.MemberException;

/** Turns a member's failure into the command's. */
final class MemberFailures {

    private MemberFailures() {}

    /** What a command does. */
    interface Work {
        /** The exit code. */
        int run() throws InterruptedException;
    }

    static int translate(Work work) throws InterruptedException {
        try {
            return work.run();
        } catch (MemberException failed) {
            throw CommandFailure.of(String.valueOf(failed.getMessage()), failed);
        }
    }
}
