package io.bellwether.apimachinery.codec;

/** Why a body cannot be decoded; never leaves this package. Has no stack trace: bad input is cheap to refuse. */
final class MalformedBody extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String why;

    MalformedBody(String why) {
        super(why, null, false, false);
        this.why = why;
    }

    String why() {
        return why;
    }
}
