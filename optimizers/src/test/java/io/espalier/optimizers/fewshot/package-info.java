/** The optimizers that choose demos. */
@NullMarked
package io.espalier.optimizers.fewshot;

import org.jspecify.annotations.NullMarked;
