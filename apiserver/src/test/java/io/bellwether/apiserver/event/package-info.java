@NullMarked
package io.bellwether.apiserver.event;

import org.jspecify.annotations.NullMarked;
