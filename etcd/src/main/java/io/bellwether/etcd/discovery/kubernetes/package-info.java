/** A meeting place for the nodes of an etcd cluster on any Kubernetes API server. */
@NullMarked
package io.bellwether.etcd.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;
