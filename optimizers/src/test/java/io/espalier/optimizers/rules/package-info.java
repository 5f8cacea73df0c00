@NullMarked
package io.espalier.optimizers.rules;

import org.jspecify.annotations.NullMarked;
