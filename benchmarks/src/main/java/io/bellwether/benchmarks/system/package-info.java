/**
 * The system benchmark: servers as processes, measured from outside. Ours and the reference (kube-apiserver on etcd)
 * take turns in one run on one machine, since only the ratio of two figures of one run says anything.
 */
@NullMarked
package io.bellwether.benchmarks.system;

import org.jspecify.annotations.NullMarked;
