@NullMarked
package io.espalier.optimizers.ensemble;

import org.jspecify.annotations.NullMarked;
