package io.bellwether.etcd.gateway;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a server answered, or that it did not.
 *
 * @param <T> what was asked for
 */
public sealed interface Answer<T> {

    /** It did what it was asked. */
    record Given<T>(T value) implements Answer<T> {}

    /**
     * It said no, and nothing was changed.
     *
     * @param text the server's words, for people
     */
    record Refused<T>(Refusal refusal, String text) implements Answer<T> {}

    /**
     * Nobody listens at the address: nothing was changed.
     *
     * @param text for people
     */
    record Unreachable<T>(String text) implements Answer<T> {}

    /**
     * No answer in time, or one without meaning: a change may or may not have been made.
     *
     * @param text for people
     */
    record Silent<T>(String text) implements Answer<T> {}

    /** The value, where there is one. */
    default Optional<T> given() {
        return this instanceof Given<T>(T value) ? Optional.of(value) : Optional.empty();
    }

    /** One line for people. */
    default String text() {
        return switch (this) {
            case Given<T> given -> "ok";
            case Refused<T> refused -> refused.refusal() + ": " + refused.text();
            case Unreachable<T> unreachable -> unreachable.text();
            case Silent<T> silent -> silent.text();
        };
    }

    /** The same answer about something else. */
    default <R> Answer<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Given<T>(T value) -> new Given<>(change.apply(value));
            case Refused<T>(Refusal refusal, String text) -> new Refused<>(refusal, text);
            case Unreachable<T>(String text) -> new Unreachable<>(text);
            case Silent<T>(String text) -> new Silent<>(text);
        };
    }
}
