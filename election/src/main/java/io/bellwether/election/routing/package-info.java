/** Leads traffic to the leader: by a label on its pod, or by the endpoints of a Service. */
@NullMarked
package io.bellwether.election.routing;

import org.jspecify.annotations.NullMarked;
