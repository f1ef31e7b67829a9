package io.bellwether.etcd.core;

import java.util.List;

/** How a node without a supervisor starts its etcd, or what has to happen first. */
public sealed interface StartPlan {

    /** Why, in one sentence without a full stop. */
    String text();

    /** Start with stock etcd's own discovery: the cluster has not formed. */
    record Discover(String text) implements StartPlan {}

    /**
     * Start as a member that exists.
     *
     * @param members what etcd is told of; itself alone, where it has data
     */
    record StartExisting(List<Founder> members, String text) implements StartPlan {

        /** Copies the list. */
        public StartExisting {
            members = List.copyOf(members);
        }
    }

    /** First the membership has to change. */
    record Change(Plan.MembershipChange step) implements StartPlan {

        @Override
        public String text() {
            return step.reason().text();
        }
    }

    /** Not now, or not at all. */
    record Refuse(Cause cause, String text) implements StartPlan {}
}
