@NullMarked
package io.bellwether.apiserver.storage;

import org.jspecify.annotations.NullMarked;
