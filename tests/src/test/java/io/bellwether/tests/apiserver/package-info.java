/** The API server as its clients see it: in this JVM over TLS on a free port, and as a process. */
@NullMarked
package io.bellwether.tests.apiserver;

import org.jspecify.annotations.NullMarked;
