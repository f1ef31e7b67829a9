package io.bellwether.benchmarks.http2;

/**
 * Finds the status in a response's header block (RFC 7541): it is the first field, as RFC 9113 (8.3) demands, and the
 * rest is not looked at. That is possible because the client allows the server no dynamic table.
 */
final class StatusDecoder {

    private static final int[] INDEXED_STATUS = {200, 204, 206, 304, 400, 404, 500};
    private static final int FIRST_STATUS_INDEX = 8;
    private static final int DIGITS = 3;

    private StatusDecoder() {}

    /** The status of the block that begins at the offset. */
    static int decode(byte[] buffer, int offset) {
        int position = offset;
        while ((buffer[position] & 0xe0) == 0x20) {
            position = afterTableSize(buffer, position);
        }
        int first = buffer[position] & 0xff;
        if ((first & 0x80) != 0) {
            return indexed(first & 0x7f);
        }
        int nameIndex = (first & 0x40) != 0 ? first & 0x3f : first & 0x0f;
        if (nameIndex < FIRST_STATUS_INDEX || nameIndex >= FIRST_STATUS_INDEX + INDEXED_STATUS.length) {
            throw new Http2Exception("a response does not begin with its status");
        }
        boolean isHuffman = (buffer[position + 1] & 0x80) != 0;
        return isHuffman ? huffman(buffer, position + 2) : plain(buffer, position + 2);
    }

    private static int afterTableSize(byte[] buffer, int offset) {
        int position = offset + 1;
        if ((buffer[offset] & 0x1f) == 0x1f) {
            while ((buffer[position] & 0x80) != 0) {
                position++;
            }
            position++;
        }
        return position;
    }

    private static int indexed(int index) {
        int position = index - FIRST_STATUS_INDEX;
        if (position < 0 || position >= INDEXED_STATUS.length) {
            throw new Http2Exception("a response does not begin with its status but with index " + index);
        }
        return INDEXED_STATUS[position];
    }

    private static int plain(byte[] buffer, int offset) {
        int status = 0;
        for (int index = 0; index < DIGITS; index++) {
            status = status * 10 + buffer[offset + index] - '0';
        }
        return status;
    }

    /**
     * In the code of RFC 7541 (B) the digits 0 to 2 have five bits, 00000 to 00010; 3 to 9 have six, 011001 to 011111.
     */
    private static int huffman(byte[] buffer, int offset) {
        int bits = (buffer[offset] & 0xff) << 16 | (buffer[offset + 1] & 0xff) << 8 | (buffer[offset + 2] & 0xff);
        int position = 24;
        int status = 0;
        for (int index = 0; index < DIGITS; index++) {
            int five = bits >>> (position - 5) & 0x1f;
            boolean isShort = five <= 2;
            int digit = isShort ? five : (bits >>> (position - 6) & 0x3f) - 0x19 + 3;
            position -= isShort ? 5 : 6;
            status = status * 10 + digit;
        }
        return status;
    }
}
