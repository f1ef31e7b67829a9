package io.bellwether.client;

import java.util.Optional;

/**
 * How a write is made.
 *
 * @param fence the leadership under which it is made; refused by the server once that is over
 * @param mode whether it is applied or only judged
 * @param fieldManager who the changed fields belong to; empty for the user agent's name
 */
public record WriteOptions(Optional<Fence> fence, Mode mode, String fieldManager, FieldCheck fieldCheck) {

    /** Applied, without a fence, unknown fields reported as warnings. */
    public static final WriteOptions DEFAULT = new WriteOptions(Optional.empty(), Mode.APPLY, "", FieldCheck.WARN);

    /** Whether the server applies the write. */
    public enum Mode {
        /** It does. */
        APPLY,
        /** It judges it and answers what it would have answered. */
        DRY_RUN
    }

    /** What the server does about unknown and duplicate fields. */
    public enum FieldCheck {
        /** Drops them silently. */
        IGNORE("Ignore"),
        /** Drops them and warns. */
        WARN("Warn"),
        /** Refuses the write. */
        STRICT("Strict");

        private final String parameter;

        FieldCheck(String parameter) {
            this.parameter = parameter;
        }

        String parameter() {
            return parameter;
        }
    }

    /** Only while this leadership lasts. */
    public WriteOptions fencedBy(Fence leadership) {
        return new WriteOptions(Optional.of(leadership), mode, fieldManager, fieldCheck);
    }

    /** Judged only, not applied. */
    public WriteOptions dryRun() {
        return new WriteOptions(fence, Mode.DRY_RUN, fieldManager, fieldCheck);
    }

    /** On behalf of this field manager. */
    public WriteOptions managedBy(String manager) {
        return new WriteOptions(fence, mode, manager, fieldCheck);
    }

    /** Refused when a field is unknown or given twice. */
    public WriteOptions strict() {
        return new WriteOptions(fence, mode, fieldManager, FieldCheck.STRICT);
    }
}
