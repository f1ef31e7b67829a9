/** What a commit does to the cached state of a kind, and who is to hear of it: pure. */
@NullMarked
package io.bellwether.apiserver.watchcache.core;

import org.jspecify.annotations.NullMarked;
