package io.bellwether.apiserver;

import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.http.HttpOptions;
import java.util.function.BooleanSupplier;

/**
 * What an API server is to be.
 *
 * @param directory of its certificates and tokens
 * @param http where it listens, and its limits
 * @param node the name of this machine
 * @param programVersion our own version, for {@code /version}
 * @param singletonGate whether this server is the one that does what must be done once: draining namespaces, removing
 *     old Events
 */
public record ApiServerOptions(
        DataDirectory directory, HttpOptions http, String node, String programVersion, BooleanSupplier singletonGate) {}
