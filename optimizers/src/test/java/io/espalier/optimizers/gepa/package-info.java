/** GEPA's steps, its faults that do not come back, and its counts beside the original's. */
@NullMarked
package io.espalier.optimizers.gepa;

import org.jspecify.annotations.NullMarked;
