/**
 * A study as a durable entity: its journal folded into a record, the thread that runs its
 * optimizer, and the work that it has done by the scheduler.
 */
@NullMarked
package io.espalier.coordinator.study;

import org.jspecify.annotations.NullMarked;
