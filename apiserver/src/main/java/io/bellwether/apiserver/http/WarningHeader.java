package io.bellwether.apiserver.http;

/** The {@code Warning} header that kubectl and client-go print: code 299, no agent, one quoted text. */
final class WarningHeader {

    /** Characters; longer texts are cut, so that warnings never outgrow the header limit. */
    private static final int LENGTH_LIMIT = 512;

    private WarningHeader() {}

    /**
     * The header's value: control characters left out, quotes and backslashes escaped, everything else that ASCII lacks
     * replaced.
     */
    static String format(String text) {
        StringBuilder value = new StringBuilder("299 - \"");
        int length = Math.min(text.length(), LENGTH_LIMIT);
        for (int index = 0; index < length; index++) {
            char c = text.charAt(index);
            if (c == '"' || c == '\\') {
                value.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7F) {
                value.append(c);
            } else if (c > 0x7F) {
                value.append('?');
            }
        }
        return value.append('"').toString();
    }
}
