/** What a request to a resource and its answer are, as data: the seam between the HTTP rooms and the registry. */
@NullMarked
package io.bellwether.apiserver.request;

import org.jspecify.annotations.NullMarked;
