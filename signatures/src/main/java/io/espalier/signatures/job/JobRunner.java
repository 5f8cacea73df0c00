package io.espalier.signatures.job;

import io.espalier.signatures.FieldType;
import io.espalier.signatures.Fields;
import io.espalier.signatures.adapter.Adapter;
import io.espalier.signatures.adapter.AdapterParseException;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.metric.Metric;
import io.espalier.signatures.metric.MetricException;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import io.espalier.signatures.program.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * Does jobs: runs a program with a state on an example and has the metric judge what comes out.
 * Every failure becomes an outcome with its blame. Safe for many threads.
 *
 * @param sampling the study's, for what a predictor's state leaves open
 * @param metric null where jobs are not scored
 */
public record JobRunner(
        ProgramDefinition program,
        Adapter adapter,
        LanguageModel model,
        Sampling sampling,
        @Nullable Metric metric) {

    public Outcome run(ProgramState state, Example example, Rollout rollout) {
        var context = context(state, example, rollout);
        Fields prediction;
        try {
            var inputs = inputs(example);
            prediction = context.run(() -> program.run(inputs));
        } catch (AdapterParseException e) {
            return failed(context, Blame.CANDIDATE, why(e));
        } catch (ModelException e) {
            return failed(context, e.blame(), why(e));
        } catch (MissingInput e) {
            return failed(context, Blame.DATA, why(e));
        } catch (IllegalArgumentException e) {
            // A value that does not fit its field: the example's, or one that an earlier step made.
            return failed(
                    context, context.trace().isEmpty() ? Blame.DATA : Blame.CANDIDATE, why(e));
        } catch (StackOverflowError | RuntimeException e) {
            return failed(context, Blame.CANDIDATE, "the program failed: " + e);
        }
        return metric == null
                ? ran(context, prediction, null, null)
                : judged(metric, example, context, prediction);
    }

    private RunContext context(ProgramState state, Example example, Rollout rollout) {
        var scoredOn = metric == null ? null : example.fields().only(program.signature().inputs());
        return new RunContext(state, model, adapter, sampling, rollout, scoredOn);
    }

    private static Outcome judged(
            Metric metric, Example example, RunContext context, Fields prediction) {
        try {
            return ran(
                    context, prediction, metric.score(example, prediction, context.seen()), null);
        } catch (MetricException e) {
            return ran(context, prediction, null, failure(Blame.METRIC, why(e)));
        } catch (ModelException e) {
            // An LM judge whose model cannot be had, or cannot take the judge's prompt: that is
            // never
            // the fault of the candidate, which wrote an answer.
            var blame = e.blame() == Blame.CANDIDATE ? Blame.METRIC : e.blame();
            return ran(context, prediction, null, failure(blame, why(e)));
        } catch (StackOverflowError | RuntimeException e) {
            return ran(context, prediction, null, failure(Blame.METRIC, "the metric failed: " + e));
        }
    }

    private Fields inputs(Example example) {
        var signature = program.signature();
        for (var field : signature.inputs()) {
            if (example.fields().get(field.name()) == null
                    && field.fallback() == null
                    && !(field.type() instanceof FieldType.Optional)) {
                throw new MissingInput(
                        "example "
                                + example.id()
                                + " has no field '"
                                + field.name()
                                + "' (expected by the program: "
                                + signature.inputs().stream().map(f -> f.name()).toList()
                                + ")");
            }
        }
        return example.fields().only(signature.inputs());
    }

    private static Outcome ran(
            RunContext context,
            @Nullable Fields prediction,
            @Nullable Score score,
            @Nullable Failure failure) {
        var run = context.seen();
        return new Outcome(prediction, score, run.trace(), run.usage(), failure, run.duration());
    }

    /** What the candidate is to blame for scores zero; other failures have no score. */
    private Outcome failed(RunContext context, Blame blame, String why) {
        var failure = failure(blame, why);
        var score =
                failure.blame() == Blame.CANDIDATE && metric != null ? metric.nothing(why) : null;
        return ran(context, null, score, failure);
    }

    /** A thread that was told to stop fails for that reason, whatever it was doing. */
    private static Failure failure(Blame blame, String why) {
        return Thread.currentThread().isInterrupted()
                ? new Failure(Blame.MACHINE, "interrupted: " + why)
                : new Failure(blame, why);
    }

    private static String why(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    private static final class MissingInput extends RuntimeException {
        private static final long serialVersionUID = 1;

        MissingInput(String message) {
            super(message);
        }
    }
}
