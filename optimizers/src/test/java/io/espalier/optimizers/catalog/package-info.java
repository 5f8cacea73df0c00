/** The optimizers' names and parameters. */
@NullMarked
package io.espalier.optimizers.catalog;

import org.jspecify.annotations.NullMarked;
