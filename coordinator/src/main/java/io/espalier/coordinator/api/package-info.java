/**
 * The public gRPC API: messages to and from the core's values, errors with field violations, and
 * the services.
 */
@NullMarked
package io.espalier.coordinator.api;

import org.jspecify.annotations.NullMarked;
