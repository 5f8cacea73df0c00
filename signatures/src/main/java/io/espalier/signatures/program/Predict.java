package io.espalier.signatures.program;

import io.espalier.signatures.RecordSignatures;
import io.espalier.signatures.Signature;
import org.jspecify.annotations.Nullable;

/**
 * A predictor of a Java program, typed by two records. Its path is the name of the field that holds
 * it; {@link JavaProgram} sets it before the first run.
 */
public final class Predict<I extends Record, O extends Record> {
    private final Predictor.Kind kind;
    private final Signature signature;
    private final Class<O> output;
    private volatile @Nullable Predictor bound;

    private Predict(
            Predictor.Kind kind, Class<I> input, Class<O> output, @Nullable String instruction) {
        this.kind = kind;
        this.signature = RecordSignatures.of(input, output, instruction);
        this.output = output;
    }

    /** One call of the model. */
    public static <I extends Record, O extends Record> Predict<I, O> of(
            Class<I> input, Class<O> output, @Nullable String instruction) {
        return new Predict<>(Predictor.Kind.PREDICT, input, output, instruction);
    }

    /** The model reasons before it answers; the reasoning shows in the trace. */
    public static <I extends Record, O extends Record> Predict<I, O> chainOfThought(
            Class<I> input, Class<O> output, @Nullable String instruction) {
        return new Predict<>(Predictor.Kind.CHAIN_OF_THOUGHT, input, output, instruction);
    }

    Predictor bind(String path) {
        var predictor = new Predictor(path, kind, signature);
        bound = predictor;
        return predictor;
    }

    /**
     * @throws IllegalStateException outside of a program
     */
    public O call(I input) {
        var predictor = bound;
        if (predictor == null) {
            throw new IllegalStateException(
                    "this predictor belongs to no program: wrap the program by JavaProgram.of");
        }
        return RecordFields.record(predictor.call(RecordFields.fields(input)), output);
    }
}
