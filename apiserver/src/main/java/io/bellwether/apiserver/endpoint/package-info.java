/** The contract of the documents served beside the resources: discovery, OpenAPI, health, metrics, version. */
@NullMarked
package io.bellwether.apiserver.endpoint;

import org.jspecify.annotations.NullMarked;
