package io.espalier.signatures.program;

import io.espalier.signatures.Field;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.adapter.Adapter;
import io.espalier.signatures.adapter.AdapterParseException;
import io.espalier.signatures.model.Completion;
import java.time.Duration;
import java.util.List;

/** One predictor's way through adapter and model, with the adapter's fallback. */
final class PredictorCall {
    private static final int SHOWN = 200;

    private PredictorCall() {}

    static Signature learned(Signature signature, PredictorState state) {
        var instructed =
                state.instruction() == null
                        ? signature
                        : signature.withInstruction(state.instruction());
        return new Signature(
                described(instructed.inputs(), state),
                described(instructed.outputs(), state),
                instructed.instruction(),
                instructed.added());
    }

    private static List<Field> described(List<Field> fields, PredictorState state) {
        if (state.descriptions().isEmpty()) return fields;
        return fields.stream()
                .map(f -> {
                    var learned = state.descriptions().get(f.name());
                    return learned == null ? f : f.withDescription(learned);
                })
                .toList();
    }

    static Fields run(Predictor predictor, Fields inputs, RunContext context) {
        var state = context.state().of(predictor.path());
        var signature = predictor.signature(state);
        var known = inputs.only(signature.inputs());
        var nearest = state.nearest();
        var demos =
                nearest == null
                        ? state.demos()
                        : nearest.of(state.demos(), signature, known, context);
        var shown = state.withDemos(demos);
        try {
            return attempt(predictor, signature, shown, known, context.adapter(), context);
        } catch (AdapterParseException first) {
            var fallback = context.adapter().fallback();
            if (fallback == context.adapter()) throw failed(predictor, known, first, context);
            try {
                return attempt(predictor, signature, shown, known, fallback, context);
            } catch (AdapterParseException second) {
                throw failed(predictor, known, second, context);
            }
        }
    }

    private static Fields attempt(
            Predictor predictor,
            Signature signature,
            PredictorState state,
            Fields inputs,
            Adapter adapter,
            RunContext context) {
        var request =
                adapter.format(signature, state.demos(), inputs)
                        .withSampling(context.sampling(predictor.path(), state));
        long asked = System.nanoTime();
        var completion = context.model().complete(request);
        context.count(completion, Duration.ofNanos(System.nanoTime() - asked));
        var outputs = parse(adapter, signature, completion, context);
        context.record(new TraceStep(predictor.path(), inputs, outputs, null));
        return outputs;
    }

    private static Fields parse(
            Adapter adapter, Signature signature, Completion completion, RunContext context) {
        try {
            return adapter.parse(signature, completion.text());
        } catch (AdapterParseException e) {
            context.countUnread();
            throw completion.finish() == Completion.Finish.REFUSED ? refused(completion, e) : e;
        }
    }

    /** What its provider calls a refusal is not a text in the wrong form. */
    private static AdapterParseException refused(Completion completion, AdapterParseException e) {
        var words = completion.text().strip();
        return new AdapterParseException(
                "the model refused to answer"
                        + (words.isEmpty()
                                ? ", without a word"
                                : ": '"
                                        + words.substring(0, Math.min(words.length(), SHOWN))
                                        + "'"),
                completion.text(),
                e.partial());
    }

    /** The failed step joins the trace, so that reflection can read what went wrong. */
    private static AdapterParseException failed(
            Predictor predictor, Fields inputs, AdapterParseException failure, RunContext context) {
        context.record(
                new TraceStep(predictor.path(), inputs, failure.partial(), failure.completion()));
        return failure;
    }
}
