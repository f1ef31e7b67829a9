package io.bellwether.cli.server;

import io.bellwether.cli.command.CommandFailure;

/**
 * A Lease, as {@code --lease} names it.
 *
 * @param namespace never empty
 * @param name never empty
 */
public record LeaseName(String namespace, String name) {

    /**
     * Reads {@code NAMESPACE/NAME} or {@code NAME}.
     *
     * <p>Errors: CommandFailure with 64 (wrong usage, in the table of {@code elect}).
     *
     * @param contextNamespace where a name alone is
     */
    public static LeaseName parse(String text, String contextNamespace) {
        int slash = text.indexOf('/');
        String namespace = slash < 0 ? contextNamespace : text.substring(0, slash);
        String name = text.substring(slash + 1);
        if (namespace.isEmpty() || name.isEmpty() || name.contains("/")) {
            throw new CommandFailure(
                    LeaseOptions.USAGE, "--lease must be NAMESPACE/NAME or NAME, not \"" + text + "\"");
        }
        return new LeaseName(namespace, name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
