@NullMarked
package io.bellwether.apiserver.fence;

import org.jspecify.annotations.NullMarked;
