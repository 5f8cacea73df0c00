/**
 * Studies within a study, for optimizers that run other ones: a share of its budget, or the program
 * as it is after what was learned before.
 */
@NullMarked
package io.espalier.optimizers.nested;

import org.jspecify.annotations.NullMarked;
