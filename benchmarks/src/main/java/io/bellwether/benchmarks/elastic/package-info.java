/** How long an etcd cluster takes to form, to heal and to grow: by itself, and by hand. */
@NullMarked
package io.bellwether.benchmarks.elastic;

import org.jspecify.annotations.NullMarked;
