/**
 * The lock as a Kubernetes Lease: on any API server, with get, create and update alone, and faster where it may watch.
 */
@NullMarked
package io.bellwether.election.lease;

import org.jspecify.annotations.NullMarked;
