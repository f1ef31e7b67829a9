/** Applications with {@code bellwether-spring-boot-starter} as processes, against the real server as a process. */
@NullMarked
package io.bellwether.tests.spring;

import org.jspecify.annotations.NullMarked;
