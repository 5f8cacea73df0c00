@NullMarked
package io.espalier.optimizers.copro;

import org.jspecify.annotations.NullMarked;
