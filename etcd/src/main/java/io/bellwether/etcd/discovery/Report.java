package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.Registration;
import java.util.List;

/**
 * What a node tells the others.
 *
 * @param registration what the planners decide by
 * @param clientUrls where its member answers clients, or will; the list is copied
 * @param said its last decision, for people
 */
public record Report(Registration registration, List<String> clientUrls, String said) {

    /** Longer ones are cut. */
    public static final int SAID_LENGTH_LIMIT = 300;

    /** Copies the list and cuts the text. */
    public Report {
        clientUrls = List.copyOf(clientUrls);
        said = said.length() > SAID_LENGTH_LIMIT ? said.substring(0, SAID_LENGTH_LIMIT) : said;
    }
}
