package io.bellwether.benchmarks.http;

/** Looking into JSON without parsing it: a parser would cost the generator more than the delivery costs the server. */
final class Bytes {

    private Bytes() {}

    /** Where the pattern begins within the bytes from {@code from} to before {@code to}; −1 when it does not occur. */
    static int indexOf(byte[] bytes, int from, int to, byte[] pattern) {
        int last = to - pattern.length;
        byte first = pattern[0];
        for (int start = from; start <= last; start++) {
            if (bytes[start] == first && startsWith(bytes, start, pattern)) {
                return start;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] bytes, int start, byte[] pattern) {
        for (int index = 1; index < pattern.length; index++) {
            if (bytes[start + index] != pattern[index]) {
                return false;
            }
        }
        return true;
    }

    /** The decimal number that follows the first occurrence of the marker; −1 when there is none. */
    static long numberAfter(byte[] bytes, int from, int to, byte[] marker) {
        int start = indexOf(bytes, from, to, marker);
        if (start < 0) {
            return -1;
        }
        long number = 0;
        int position = start + marker.length;
        while (position < to && bytes[position] >= '0' && bytes[position] <= '9') {
            number = number * 10 + bytes[position++] - '0';
        }
        return number;
    }

    /** How often the pattern occurs. */
    static int count(byte[] bytes, int from, int to, byte[] pattern) {
        int count = 0;
        int position = indexOf(bytes, from, to, pattern);
        while (position >= 0) {
            count++;
            position = indexOf(bytes, position + pattern.length, to, pattern);
        }
        return count;
    }
}
