/** The example of docs/spring-boot.md. */
@NullMarked
package io.bellwether.spring.boot.starter.example;

import org.jspecify.annotations.NullMarked;
