/** The commands of elastic etcd: the discovery service, the supervised member, its decisions and what goes on. */
@NullMarked
package io.bellwether.cli.etcd;

import org.jspecify.annotations.NullMarked;
