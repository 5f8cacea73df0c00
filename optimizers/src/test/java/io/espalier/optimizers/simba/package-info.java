@NullMarked
package io.espalier.optimizers.simba;

import org.jspecify.annotations.NullMarked;
