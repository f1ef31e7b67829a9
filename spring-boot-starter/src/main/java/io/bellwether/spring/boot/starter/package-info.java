/**
 * Leader election for Spring Boot: properties under {@code bellwether.election}, methods that run on the leader alone,
 * events, health and meters.
 *
 * <p>Shape: every bean gives way to one of the application's own type. Nothing here is needed to use {@code election};
 * it only wires it.
 */
@NullMarked
package io.bellwether.spring.boot.starter;

import org.jspecify.annotations.NullMarked;
