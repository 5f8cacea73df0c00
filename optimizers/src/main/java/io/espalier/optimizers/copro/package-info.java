/** Coordinate ascent on instructions: many are proposed, few survive, and these teach the next. */
@NullMarked
package io.espalier.optimizers.copro;

import org.jspecify.annotations.NullMarked;
