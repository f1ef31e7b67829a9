package io.bellwether.election;

import java.util.function.Supplier;

/**
 * Something that may happen next in the model.
 *
 * @param what as one reads it in the path to a broken invariant
 * @param to makes the world that follows; throws when an invariant is broken in it
 */
record Move(String what, Supplier<ModelWorld> to) {}
