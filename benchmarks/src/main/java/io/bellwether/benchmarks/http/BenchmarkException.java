package io.bellwether.benchmarks.http;

/** A benchmark whose figures would be worthless: the server answered otherwise than it must, or not at all. */
public final class BenchmarkException extends RuntimeException {

    /** With what went wrong. */
    public BenchmarkException(String message) {
        super(message);
    }

    /** With what went wrong and why. */
    public BenchmarkException(String message, Throwable cause) {
        super(message, cause);
    }
}
