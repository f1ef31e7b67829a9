/** Asks real etcd servers, 3.4 to 3.7, over their JSON gateway and their peer ports; every answer is a value. */
@NullMarked
package io.bellwether.etcd.gateway;

import org.jspecify.annotations.NullMarked;
