@NullMarked
package io.bellwether.apiserver.watchcache.core;

import org.jspecify.annotations.NullMarked;
