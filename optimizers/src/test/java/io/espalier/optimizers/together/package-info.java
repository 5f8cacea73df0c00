@NullMarked
package io.espalier.optimizers.together;

import org.jspecify.annotations.NullMarked;
