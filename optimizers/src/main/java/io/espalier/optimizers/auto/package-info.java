/** Chooses an optimizer by what a study has to work with, and says why. */
@NullMarked
package io.espalier.optimizers.auto;

import org.jspecify.annotations.NullMarked;
