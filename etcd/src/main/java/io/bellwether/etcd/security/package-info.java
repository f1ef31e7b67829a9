/**
 * What makes the nodes of one cluster trust each other, and nobody else: the join token, the authority that it seals,
 * and the certificate that each node issues to itself.
 */
@NullMarked
package io.bellwether.etcd.security;

import org.jspecify.annotations.NullMarked;
