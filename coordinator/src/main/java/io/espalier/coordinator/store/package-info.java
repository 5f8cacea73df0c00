/**
 * What coordinators keep beside the journal, as plain tables: data sets by content, summaries of
 * studies for listings, optimized programs. Calls block; use them on virtual threads.
 */
@NullMarked
package io.espalier.coordinator.store;

import org.jspecify.annotations.NullMarked;
