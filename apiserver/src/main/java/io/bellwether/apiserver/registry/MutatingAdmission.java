package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;

/**
 * A hook that may change an object before it is validated.
 *
 * <p>Threads: called from any thread, more than once for one request when a write races with another; may block within
 * the request's deadline.
 */
@FunctionalInterface
public interface MutatingAdmission {

    /**
     * The object to go on with: the one given, or a changed copy.
     *
     * @throws io.bellwether.apimachinery.StatusException to refuse the write
     */
    ApiObject admit(AdmissionRequest request);
}
