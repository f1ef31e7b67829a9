package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.Status;
import io.bellwether.store.Bytes;
import io.bellwether.store.Store;
import java.util.List;

/**
 * What every write passes between preparation and commit: mutating admission, validation, validating admission, and the
 * limit of size.
 *
 * <p>Threads: immutable; hooks may block.
 */
record Checks(Admission admission) {

    /**
     * The object to be created.
     *
     * @throws io.bellwether.apimachinery.StatusException 422 when it does not validate, or what a hook says
     */
    ApiObject admitCreate(ServedKind kind, AdmissionRequest request) {
        ApiObject object = kind.validation().defaulted(admission.mutate(request));
        require(kind, object, kind.validation().validateCreate(object));
        admission.validate(request.with(object));
        return object;
    }

    /**
     * The object to take the existing one's place.
     *
     * @throws io.bellwether.apimachinery.StatusException 422 when it does not validate, or what a hook says
     */
    ApiObject admitUpdate(ServedKind kind, AdmissionRequest request, ApiObject existing) {
        ApiObject object = kind.validation().defaulted(admission.mutate(request));
        require(kind, object, kind.validation().validateUpdate(existing, object));
        admission.validate(request.with(object));
        return object;
    }

    /** Lets hooks refuse a deletion. */
    void admitDelete(AdmissionRequest request) {
        admission.validate(request);
    }

    /**
     * The value to be stored.
     *
     * @throws io.bellwether.apimachinery.StatusException 413 when it is larger than every backend takes
     */
    Bytes encode(ServedKind kind, ApiObject object) {
        Bytes value = kind.codec().encode(object);
        if (value.size() > Store.VALUE_SIZE_LIMIT) {
            throw Status.requestEntityTooLarge("the object has " + value.size()
                            + " bytes as it would be stored; at most " + Store.VALUE_SIZE_LIMIT + " are allowed")
                    .asException();
        }
        return value;
    }

    private static void require(ServedKind kind, ApiObject object, List<Cause> causes) {
        if (!causes.isEmpty()) {
            throw Status.invalid(kind.descriptor().groupKind(), object.name(), causes)
                    .asException();
        }
    }
}
