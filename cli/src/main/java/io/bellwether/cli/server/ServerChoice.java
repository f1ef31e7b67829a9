package io.bellwether.cli.server;

import io.bellwether.client.ClientConfig;

/**
 * The server that a command talks to.
 *
 * @param kubeconfig the value for the variable {@code KUBECONFIG} with which other programs choose the same server;
 *     empty when it was not chosen by a kubeconfig
 */
public record ServerChoice(ClientConfig config, String kubeconfig) {

    /** One line for a person: which server, and why that one. */
    public String description() {
        return config.server() + " (" + config.origin() + ")";
    }
}
