package io.bellwether.apimachinery.validation;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.Names;
import java.util.List;

/**
 * No rules beyond metadata; names are subdomains. Of ServiceAccounts, and of every kind that has no rules of its own.
 */
final class PlainRules implements KindRules {

    @Override
    public ApiObject defaulted(ApiObject object) {
        return object;
    }

    @Override
    public List<Cause> validateCreate(ApiObject object) {
        return List.of();
    }

    @Override
    public List<Cause> validateUpdate(ApiObject oldObject, ApiObject newObject) {
        return List.of();
    }

    @Override
    public List<Cause> validateName(String name, String field) {
        return subdomain(name, field);
    }

    static List<Cause> subdomain(String name, String field) {
        return Names.checkSubdomain(name).map(problem -> Cause.invalid(field, name, problem)).stream()
                .toList();
    }
}
