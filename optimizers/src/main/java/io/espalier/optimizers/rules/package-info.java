/**
 * Rules of the task, induced from examples and from right and wrong runs, under each instruction.
 */
@NullMarked
package io.espalier.optimizers.rules;

import org.jspecify.annotations.NullMarked;
