/**
 * Elastic etcd with real etcd processes on loopback: the program on the PATH, or the one that BELLWETHER_ETCD names.
 */
@NullMarked
package io.bellwether.tests.etcd;

import org.jspecify.annotations.NullMarked;
