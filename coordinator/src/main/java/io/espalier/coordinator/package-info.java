/** A coordinator node: its studies, scheduler, stores and API, put together. */
@NullMarked
package io.espalier.coordinator;

import org.jspecify.annotations.NullMarked;
