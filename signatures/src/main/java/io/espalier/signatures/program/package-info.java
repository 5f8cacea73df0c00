/**
 * Programs: predictors wired together. A predictor's definition never changes; what an optimizer
 * learns about it is a separate value, the {@link io.espalier.signatures.program.ProgramState}.
 * State, models, trace and usage reach a predictor through one scoped value, {@link
 * io.espalier.signatures.program.RunContext}.
 */
@NullMarked
package io.espalier.signatures.program;

import org.jspecify.annotations.NullMarked;
