package io.bellwether.cli.demo;

/** A step of the demonstration did not go as it must; the message says which and why. */
final class DemoFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }
}
