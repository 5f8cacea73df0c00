/**
 * The house's own optimizer: instructions by reflection over all the data, demos chosen for what
 * they add to those instructions, and paired halvings that decide with few scorings.
 */
@NullMarked
package io.espalier.optimizers.trellis;

import org.jspecify.annotations.NullMarked;
