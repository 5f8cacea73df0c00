/**
 * Ascent on mini-batches: the program's own runs on a few examples show where it wavers, and from
 * there come demos and advice for the next round.
 */
@NullMarked
package io.espalier.optimizers.simba;

import org.jspecify.annotations.NullMarked;
