/**
 * The database under a coordinator: where it is, who it belongs to, and the tables of the journal.
 */
@NullMarked
package io.espalier.coordinator.journal;

import org.jspecify.annotations.NullMarked;
