/** Values of the core as messages of the API, and back. */
@NullMarked
package io.espalier.coordinator.wire;

import org.jspecify.annotations.NullMarked;
