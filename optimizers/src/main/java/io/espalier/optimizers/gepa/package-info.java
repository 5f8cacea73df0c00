/**
 * GEPA: reflective evolution of a program's instructions over a Pareto front of its instances. The
 * loop in {@link io.espalier.optimizers.gepa.Gepa} reads like its paper; every step of it is a
 * small class of its own.
 */
@NullMarked
package io.espalier.optimizers.gepa;

import org.jspecify.annotations.NullMarked;
