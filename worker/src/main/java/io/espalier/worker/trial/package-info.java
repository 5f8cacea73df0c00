/**
 * Trials on a worker: the sharded entity that runs one candidate on one slice of examples, the
 * bench that knows how, and the allocation of lanes to workers by their capacity.
 */
@NullMarked
package io.espalier.worker.trial;

import org.jspecify.annotations.NullMarked;
