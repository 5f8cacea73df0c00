/**
 * Optimizers as straight-line functions over a {@link io.espalier.optimizers.Study}. What an
 * optimizer asks for are jobs; the study answers from its journal or has them run. No clock,
 * thread, file or network here; randomness only from the study.
 */
@NullMarked
package io.espalier.optimizers;

import org.jspecify.annotations.NullMarked;
