package io.bellwether.etcd.core;

/**
 * Why a plan is what it is.
 *
 * @param rule which rule decided
 * @param cause for programs
 * @param text for people, one sentence without a full stop
 */
public record Reason(Rule rule, Cause cause, String text) {

    /** {@code C5 DEAD: member 8e9e05c52164694d has been silent for PT15S}. */
    @Override
    public String toString() {
        return rule + " " + cause + ": " + text;
    }
}
