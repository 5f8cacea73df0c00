@NullMarked
package io.espalier.optimizers.auto;

import org.jspecify.annotations.NullMarked;
