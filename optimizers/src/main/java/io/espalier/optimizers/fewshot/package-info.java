/**
 * Optimizers that choose demos: labelled examples, traces of the program's own successes, and a
 * search over sets of both.
 */
@NullMarked
package io.espalier.optimizers.fewshot;

import org.jspecify.annotations.NullMarked;
