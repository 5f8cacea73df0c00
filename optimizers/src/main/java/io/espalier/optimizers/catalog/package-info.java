/** Which optimizers there are, and which parameters each one takes, as data. */
@NullMarked
package io.espalier.optimizers.catalog;

import org.jspecify.annotations.NullMarked;
