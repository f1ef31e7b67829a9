@NullMarked
package io.bellwether.apiserver.registry.core;

import org.jspecify.annotations.NullMarked;
