@NullMarked
package io.bellwether.apiserver.watchcache;

import org.jspecify.annotations.NullMarked;
