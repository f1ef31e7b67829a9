package io.bellwether.apimachinery.codec;

import tools.jackson.core.TokenStreamContext;

/** The path of the place where a parser stands: {@code metadata.ownerReferences[0].uid}. */
final class Paths {

    private Paths() {}

    static String of(TokenStreamContext context) {
        StringBuilder path = new StringBuilder();
        append(path, context);
        return path.toString();
    }

    private static void append(StringBuilder path, TokenStreamContext context) {
        TokenStreamContext parent = context.getParent();
        if (parent != null) {
            append(path, parent);
        }
        if (context.inArray() && context.hasCurrentIndex()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else if (context.inObject() && context.hasCurrentName()) {
            path.append(path.isEmpty() ? "" : ".").append(context.currentName());
        }
    }
}
