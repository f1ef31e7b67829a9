/**
 * Where a configuration comes from: kubeconfig files, the service account of a pod. Produces
 * {@link io.bellwether.client.ClientConfig}.
 */
@NullMarked
package io.bellwether.client.kubeconfig;

import org.jspecify.annotations.NullMarked;
