/** Prompts and weights learned in turns, each from where the other got to. */
@NullMarked
package io.espalier.optimizers.together;

import org.jspecify.annotations.NullMarked;
