package io.espalier.signatures.job;

import static java.util.Objects.requireNonNull;

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
import io.espalier.signatures.program.Run;
import io.espalier.signatures.program.RunContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
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
        var attempt =
                state.isEnsemble()
                        ? Attempt.vote(program, attempts(state.members(), example, rollout))
                        : attempt(state, example, rollout);
        if (attempt.failure() != null) return failed(attempt, attempt.failure());
        var prediction = requireNonNull(attempt.prediction());
        return metric == null
                ? outcome(attempt, null, null)
                : judged(metric, example, attempt, prediction);
    }

    private Attempt attempt(ProgramState state, Example example, Rollout rollout) {
        var context = context(state, example, rollout);
        try {
            var inputs = inputs(example);
            var prediction = context.run(() -> program.run(inputs));
            return new Attempt(prediction, null, context.seen());
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
    }

    /** One attempt of each member, side by side, in the order of the members. */
    private List<Attempt> attempts(List<ProgramState> members, Example example, Rollout rollout) {
        var tasks = new ArrayList<Callable<Attempt>>();
        for (var member : members) tasks.add(() -> attempt(member, example, rollout));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var attempts = new ArrayList<Attempt>();
            for (var done : threads.invokeAll(tasks)) attempts.add(done.get());
            return attempts;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(new Attempt(null, failure(Blame.MACHINE, why(e)), Run.UNKNOWN));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) throw error;
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Attempt failed(RunContext context, Blame blame, String why) {
        return new Attempt(null, failure(blame, why), context.seen());
    }

    private RunContext context(ProgramState state, Example example, Rollout rollout) {
        var scoredOn = metric == null ? null : example.fields().only(program.signature().inputs());
        return new RunContext(state, model, adapter, sampling, rollout, scoredOn);
    }

    private static Outcome judged(
            Metric metric, Example example, Attempt attempt, Fields prediction) {
        try {
            return outcome(attempt, metric.score(example, prediction, attempt.run()), null);
        } catch (MetricException e) {
            return outcome(attempt, null, failure(Blame.METRIC, why(e)));
        } catch (ModelException e) {
            // An LM judge whose model cannot be had, or cannot take the judge's prompt: that is
            // never
            // the fault of the candidate, which wrote an answer.
            var blame = e.blame() == Blame.CANDIDATE ? Blame.METRIC : e.blame();
            return outcome(attempt, null, failure(blame, why(e)));
        } catch (StackOverflowError | RuntimeException e) {
            return outcome(attempt, null, failure(Blame.METRIC, "the metric failed: " + e));
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

    private static Outcome outcome(
            Attempt attempt, @Nullable Score score, @Nullable Failure failure) {
        var run = attempt.run();
        return new Outcome(
                attempt.prediction(), score, run.trace(), run.usage(), failure, run.duration());
    }

    /** What the candidate is to blame for scores zero; other failures have no score. */
    private Outcome failed(Attempt attempt, Failure failure) {
        var score =
                failure.blame() == Blame.CANDIDATE && metric != null
                        ? metric.nothing(failure.message())
                        : null;
        return outcome(attempt, score, failure);
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
