/** The Kubernetes object model as data: identities, metadata, selectors, patches, codecs. */
@NullMarked
package io.bellwether.apimachinery;

import org.jspecify.annotations.NullMarked;
