/**
 * What optimizers ask the study's reflection model: new instructions from a program's runs, from
 * its data, or from earlier attempts. A question is a signature of its own; its answer is an
 * unscored job of the study, so it is recorded and replayed like any other. Programs are described
 * from their structure, never from source text.
 */
@NullMarked
package io.espalier.optimizers.propose;

import org.jspecify.annotations.NullMarked;
