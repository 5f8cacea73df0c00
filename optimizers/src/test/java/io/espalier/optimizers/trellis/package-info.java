@NullMarked
package io.espalier.optimizers.trellis;

import org.jspecify.annotations.NullMarked;
