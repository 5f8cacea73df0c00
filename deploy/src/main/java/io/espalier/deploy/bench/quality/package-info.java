/**
 * How good the programs are that the optimizers find, and what they take: Espalier beside DSPy on
 * synthlm's five tasks, with the same rows, metric, endpoint and budget of metric calls.
 */
@NullMarked
package io.espalier.deploy.bench.quality;

import org.jspecify.annotations.NullMarked;
