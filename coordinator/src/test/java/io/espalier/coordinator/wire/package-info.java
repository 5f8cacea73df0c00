/** Tests of messages and documents. */
@NullMarked
package io.espalier.coordinator.wire;

import org.jspecify.annotations.NullMarked;
