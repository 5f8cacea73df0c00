@NullMarked
package io.espalier.optimizers.nested;

import org.jspecify.annotations.NullMarked;
