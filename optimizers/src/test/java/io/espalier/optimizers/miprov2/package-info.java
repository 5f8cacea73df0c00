/** MIPROv2 against its contract, its promises, and DSPy's recorded schedule. */
@NullMarked
package io.espalier.optimizers.miprov2;

import org.jspecify.annotations.NullMarked;
