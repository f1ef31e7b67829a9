package io.bellwether.benchmarks.http2;

/** The numbers of RFC 9113: frame types (6), flags, settings (6.5.2) and the sizes that the protocol begins with. */
final class FrameType {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY = 0x20;

    static final int SETTING_HEADER_TABLE_SIZE = 1;
    static final int SETTING_ENABLE_PUSH = 2;
    static final int SETTING_MAX_CONCURRENT_STREAMS = 3;
    static final int SETTING_INITIAL_WINDOW_SIZE = 4;
    static final int SETTING_MAX_FRAME_SIZE = 5;

    static final int HEADER_BYTES = 9;
    static final int PRIORITY_BYTES = 5;
    static final int SETTING_BYTES = 6;
    static final int FIRST_WINDOW_BYTES = 65_535;
    static final int FIRST_FRAME_LIMIT_BYTES = 16_384;

    private FrameType() {}
}
