@NullMarked
package io.espalier.optimizers.propose;

import org.jspecify.annotations.NullMarked;
