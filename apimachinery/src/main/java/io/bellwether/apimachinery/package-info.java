/**
 * The Kubernetes object model as data: identities, objects, errors, names and times. The rooms below it build on these:
 * {@code json} (text and trees), {@code kind} (what a kind is), {@code codec}, {@code patch}, {@code selector},
 * {@code validation}, {@code table} and {@code openapi}. Everything is pure: no clock, chance, thread or input and
 * output beyond class-path resources.
 */
@NullMarked
package io.bellwether.apimachinery;

import org.jspecify.annotations.NullMarked;
