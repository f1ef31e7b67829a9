package io.bellwether.apiserver.registry;

/**
 * A hook that may refuse a write, after validation.
 *
 * <p>Threads: called from any thread, more than once for one request when a write races with another; may block within
 * the request's deadline.
 */
@FunctionalInterface
public interface ValidatingAdmission {

    /**
     * Looks at the write.
     *
     * @throws io.bellwether.apimachinery.StatusException to refuse it
     */
    void validate(AdmissionRequest request);
}
