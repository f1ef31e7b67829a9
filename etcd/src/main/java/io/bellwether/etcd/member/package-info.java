/**
 * A supervised member: looks after one etcd process, its data and its identity, and, beside the leader, after the
 * membership of the whole cluster.
 */
@NullMarked
package io.bellwether.etcd.member;

import org.jspecify.annotations.NullMarked;
