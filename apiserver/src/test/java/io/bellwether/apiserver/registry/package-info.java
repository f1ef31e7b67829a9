@NullMarked
package io.bellwether.apiserver.registry;

import org.jspecify.annotations.NullMarked;
