/**
 * Who the client is: bearer tokens and certificates from the configuration, from files that rotate, from credential
 * plugins.
 */
@NullMarked
package io.bellwether.client.credential;

import org.jspecify.annotations.NullMarked;
