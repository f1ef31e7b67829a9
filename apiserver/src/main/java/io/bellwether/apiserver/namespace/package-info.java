/** The life of namespaces: the ones that are always there, and the draining of those that go. */
@NullMarked
package io.bellwether.apiserver.namespace;

import org.jspecify.annotations.NullMarked;
