package io.bellwether.execution;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.Optional;

/**
 * {@code clock_gettime(CLOCK_BOOTTIME)} through the foreign-function API of JDK 22 and newer.
 *
 * <p>We compile for 21, where that API is a preview, so everything is looked up by name, once. The call is linked as
 * <em>critical</em> with heap access: it goes straight to the vDSO without a thread-state transition and fills a
 * {@code long[2]} of the caller, so no buffer is shared between threads and virtual threads keep nothing.
 */
final class KernelBootTime implements BootTime {

    /** {@code CLOCK_BOOTTIME} of {@code <linux/time.h>}. */
    private static final int CLOCK_BOOTTIME = 7;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Stands in where the function does not exist: answers an error at every call. */
    private static final MethodHandle ABSENT =
            MethodHandles.dropArguments(MethodHandles.constant(int.class, -1), 0, int.class, long[].class);

    /** {@code (int clock, long[] timespec) -> int}; static and final so that the compiler inlines it. */
    private static final MethodHandle CLOCK_GETTIME = link();

    private KernelBootTime() {}

    /** The source, when this JVM and kernel have it. */
    static Optional<KernelBootTime> open() {
        KernelBootTime source = new KernelBootTime();
        return source.read() > 0 ? Optional.of(source) : Optional.empty();
    }

    @Override
    public long nanos() {
        return read();
    }

    @Override
    public String name() {
        return "CLOCK_BOOTTIME";
    }

    private long read() {
        long[] timespec = new long[2];
        try {
            int result = (int) CLOCK_GETTIME.invokeExact(CLOCK_BOOTTIME, timespec);
            return result == 0 ? timespec[0] * NANOS_PER_SECOND + timespec[1] : 0;
        } catch (Throwable impossible) {
            // The signature was fixed at linking and the call has no Java code that could throw.
            throw new InvariantViolation("clock_gettime cannot throw: " + impossible);
        }
    }

    private static MethodHandle link() {
        // A timespec is two longs only on 64-bit Linux.
        boolean supported = System.getProperty("os.name", "").startsWith("Linux")
                && "64".equals(System.getProperty("sun.arch.data.model"))
                && Runtime.version().feature() >= 22;
        if (!supported) {
            return ABSENT;
        }
        try {
            return lookUp(MethodHandles.publicLookup());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unavailable) {
            // Native access denied (--illegal-native-access=deny) or an unusual C library: the next source serves.
            return ABSENT;
        }
    }

    private static MethodHandle lookUp(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
        Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
        Class<?> lookupType = Class.forName("java.lang.foreign.SymbolLookup");
        Class<?> segmentType = Class.forName("java.lang.foreign.MemorySegment");
        Class<?> layoutType = Class.forName("java.lang.foreign.MemoryLayout");
        Class<?> valueType = Class.forName("java.lang.foreign.ValueLayout");
        Class<?> descriptorType = Class.forName("java.lang.foreign.FunctionDescriptor");
        Class<?> optionType = Class.forName("java.lang.foreign.Linker$Option");

        Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        Object symbols = linkerType.getMethod("defaultLookup").invoke(linker);
        Object symbol = ((Optional<?>)
                        lookupType.getMethod("find", String.class).invoke(symbols, "clock_gettime"))
                .orElseThrow();
        Object intLayout = valueType.getField("JAVA_INT").get(null);
        Object arguments = Array.newInstance(layoutType, 2);
        Array.set(arguments, 0, intLayout);
        Array.set(arguments, 1, valueType.getField("ADDRESS").get(null));
        Object descriptor =
                descriptorType.getMethod("of", layoutType, arguments.getClass()).invoke(null, intLayout, arguments);
        Object options = Array.newInstance(optionType, 1);
        Array.set(options, 0, optionType.getMethod("critical", boolean.class).invoke(null, true));
        MethodHandle call = (MethodHandle) linkerType
                .getMethod("downcallHandle", segmentType, descriptorType, options.getClass())
                .invoke(linker, symbol, descriptor, options);
        MethodHandle wrap = lookup.findStatic(segmentType, "ofArray", MethodType.methodType(segmentType, long[].class));
        return MethodHandles.filterArguments(call, 1, wrap);
    }
}
