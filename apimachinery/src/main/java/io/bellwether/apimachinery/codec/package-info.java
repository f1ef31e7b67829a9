/**
 * Bytes to objects and back: JSON, YAML and the protobuf of requests, checked against and pruned by the descriptor of
 * the kind.
 */
@NullMarked
package io.bellwether.apimachinery.codec;

import org.jspecify.annotations.NullMarked;
