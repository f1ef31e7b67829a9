package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apiserver.request.UserInfo;
import io.bellwether.apiserver.request.Verb;
import java.util.Optional;

/**
 * A write as admission sees it.
 *
 * @param verb CREATE, UPDATE or DELETE: a patch is an UPDATE
 * @param namespace empty for cluster-scoped kinds
 * @param object the object to be written; for DELETE the existing one
 * @param existing the object as it is; empty for CREATE
 * @param isDryRun whether nothing will be written: hooks must have no effects of their own then
 */
public record AdmissionRequest(
        Verb verb,
        KindDescriptor kind,
        Optional<String> namespace,
        String name,
        Optional<String> subresource,
        ApiObject object,
        Optional<ApiObject> existing,
        UserInfo user,
        boolean isDryRun) {

    /** The same write of another object. */
    AdmissionRequest with(ApiObject changed) {
        return new AdmissionRequest(verb, kind, namespace, name, subresource, changed, existing, user, isDryRun);
    }
}
