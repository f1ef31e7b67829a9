package io.bellwether.apimachinery.validation;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import java.util.List;

/**
 * What holds for the objects of one kind beyond their types and metadata. Implementations are pure and without state.
 *
 * <p>Objects come decoded: fields have the types of the schema.
 */
public interface KindRules {

    /** The object with the defaults of its kind filled in; the same instance when there is nothing to fill in. */
    ApiObject defaulted(ApiObject object);

    /** What is wrong with a new object, its metadata aside; empty when nothing is. */
    List<Cause> validateCreate(ApiObject object);

    /** What is wrong with the change of one object into another, metadata aside; empty when nothing is. */
    List<Cause> validateUpdate(ApiObject oldObject, ApiObject newObject);

    /** What is wrong with the name of an object. */
    List<Cause> validateName(String name, String field);
}
