/**
 * The HTTP load generator: closed loops of reads and writes, one big list, and fans of watches, against any Kubernetes
 * API server that a kubeconfig names. What it measures it also checks: each answer's status, each list's length, each
 * watch's count, order and content of events.
 */
@NullMarked
package io.bellwether.benchmarks.http;

import org.jspecify.annotations.NullMarked;
