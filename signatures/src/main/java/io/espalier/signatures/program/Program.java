package io.espalier.signatures.program;

/**
 * A program written in Java. Its predictors are the fields of type {@link Predict} of the class;
 * {@link JavaProgram} finds them by name. Must be safe for many threads: predictors are, and a
 * program needs no other state.
 *
 * @param <I> a record: the program's input
 * @param <O> a record: the program's output
 */
public interface Program<I, O> {
    /** Runs in the current {@link RunContext}. */
    O run(I input);
}
