@NullMarked
package io.espalier.optimizers.front;

import org.jspecify.annotations.NullMarked;
