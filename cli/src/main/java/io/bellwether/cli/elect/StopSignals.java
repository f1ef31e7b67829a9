package io.bellwether.cli.elect;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Counts the requests to stop that arrive as signals, and remembers the first one. The only place that touches the
 * JVM's signal handling: HUP, INT and TERM no longer end the JVM by themselves.
 *
 * <p>A shutdown hook would not do: it does not hear a second signal and does not know which one came. The class for
 * this, {@code sun.misc.Signal}, belongs to the supported module jdk.unsupported, but the compiler warns at each of its
 * uses and has no way to be told that this one is meant; so it is used by name.
 *
 * <p>Threads: the JVM's signal thread calls the listener; the rest is atomic.
 */
final class StopSignals {

    private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicReference<String> first = new AtomicReference<>("TERM");

    /** Begins to listen; the listener receives the count so far and must not block. */
    void install(IntConsumer listener) {
        for (String name : List.of("HUP", "INT", "TERM")) {
            handle(name, () -> arrived(name, listener));
        }
    }

    /** As if TERM had arrived, for a reason of our own. */
    void request(IntConsumer listener) {
        arrived("TERM", listener);
    }

    int count() {
        return count.get();
    }

    /** The name of the first signal, without SIG; TERM before there was one. */
    String name() {
        return first.get();
    }

    /** The code of a process that the first signal ends. */
    int exitCode() {
        return ElectExit.BY_SIGNAL + NUMBERS.getOrDefault(first.get(), 15);
    }

    private void arrived(String name, IntConsumer listener) {
        if (count.get() == 0) {
            first.set(name);
        }
        listener.accept(count.incrementAndGet());
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
        } catch (ReflectiveOperationException unsupported) {
            throw new IllegalStateException(
                    "this Java runtime cannot handle signals (module jdk.unsupported)", unsupported);
        }
    }
}
