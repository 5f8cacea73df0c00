/**
 * Samplers over typed parameter spaces: given what was tried and how it went, which configuration
 * next. Pure functions of the history and a stream of randomness, so a replayed study suggests what
 * it suggested before. A sampler never proposes a configuration twice while unseen ones remain.
 */
@NullMarked
package io.espalier.optimizers.sampler;

import org.jspecify.annotations.NullMarked;
