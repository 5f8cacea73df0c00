/**
 * Telling candidates apart with few scorings: paired tests that may be looked at as often as one
 * likes, and races in which what cannot win stops early.
 */
@NullMarked
package io.espalier.optimizers.race;

import org.jspecify.annotations.NullMarked;
