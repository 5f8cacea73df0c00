@NullMarked
package io.espalier.optimizers.race;

import org.jspecify.annotations.NullMarked;
