/**
 * Candidates under several objectives: which of them none beats in all, and how much each of those
 * adds. Every objective is a mean score from 0 to 1, more is better.
 */
@NullMarked
package io.espalier.optimizers.front;

import org.jspecify.annotations.NullMarked;
