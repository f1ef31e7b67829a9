/**
 * Where the nodes of a cluster find each other before there is one: a durable service that speaks the v2 discovery
 * protocol of stock etcd and a protocol of our own for supervised members, and the client for the latter.
 */
@NullMarked
package io.bellwether.etcd.discovery;

import org.jspecify.annotations.NullMarked;
