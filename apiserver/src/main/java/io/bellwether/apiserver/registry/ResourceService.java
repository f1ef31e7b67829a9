package io.bellwether.apiserver.registry;

import io.bellwether.apiserver.request.ResourceRequest;
import io.bellwether.apiserver.request.ResourceResponse;

/**
 * Answers requests to resources.
 *
 * <p>Threads: safe from any thread; blocks on the store, so callers run on virtual threads.
 */
public interface ResourceService {

    /**
     * Does what the request says.
     *
     * @throws io.bellwether.apimachinery.StatusException what the client is to be told instead; nothing was written,
     *     unless the status says that the outcome is unknown
     */
    ResourceResponse handle(ResourceRequest request);
}
