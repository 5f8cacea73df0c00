package io.espalier.signatures.program;

import io.espalier.signatures.Fields;
import io.espalier.signatures.adapter.Adapter;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.model.Usage;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one run of a program needs and leaves behind: the state and model that its
 * predictors use, the trace of their calls, the usage. Reaches predictors through a {@link
 * ScopedValue}, so programs need no global settings. One run, one context; a run that fans out to
 * several threads may share it.
 */
public final class RunContext {
    private static final ScopedValue<RunContext> CURRENT = ScopedValue.newInstance();

    private final ProgramState state;
    private final LanguageModel model;
    private final Adapter adapter;
    private final Sampling defaults;
    private final Rollout rollout;
    private final @Nullable Fields scoredOn;
    private final List<TraceStep> trace = new ArrayList<>();
    private Usage usage = Usage.NONE;
    private int unread;
    private Duration duration = Duration.ZERO;

    /**
     * @param defaults the study's sampling, for what a predictor's state leaves open
     */
    public RunContext(
            ProgramState state,
            LanguageModel model,
            Adapter adapter,
            Sampling defaults,
            Rollout rollout) {
        this(state, model, adapter, defaults, rollout, null);
    }

    /**
     * @param scoredOn inputs of the example whose answer the run is scored by, which no prompt may
     *     give away; null for a run that is not scored
     */
    public RunContext(
            ProgramState state,
            LanguageModel model,
            Adapter adapter,
            Sampling defaults,
            Rollout rollout,
            @Nullable Fields scoredOn) {
        this.scoredOn = scoredOn;
        this.state = state;
        this.model = model;
        this.adapter = adapter;
        this.defaults = defaults;
        this.rollout = rollout;
    }

    /**
     * @throws IllegalStateException outside of {@link #run}
     */
    public static RunContext current() {
        if (!CURRENT.isBound()) {
            throw new IllegalStateException(
                    "a predictor was called outside of a run: use RunContext.run(...)");
        }
        return CURRENT.get();
    }

    /** Runs {@code work} with this context in force. */
    public <T> T run(Supplier<T> work) {
        long began = System.nanoTime();
        try {
            return ScopedValue.where(CURRENT, this).call(work::get);
        } finally {
            took(Duration.ofNanos(System.nanoTime() - began));
        }
    }

    public ProgramState state() {
        return state;
    }

    public LanguageModel model() {
        return model;
    }

    @Nullable Fields scoredOn() {
        return scoredOn;
    }

    public Adapter adapter() {
        return adapter;
    }

    /**
     * The rollout's own temperature and seed win, then the predictor's state, then the study's
     * model.
     */
    Sampling sampling(String path, PredictorState predictor) {
        return rollout.sampling(path).orElse(predictor.sampling()).orElse(defaults);
    }

    synchronized void record(TraceStep step) {
        trace.add(step);
    }

    /**
     * @param waited how long the caller was without the completion, which may have taken longer (it
     *     was remembered) or shorter (it waited for its turn)
     */
    void count(Completion completion, Duration waited) {
        count(completion.usage(), completion.took(), waited);
    }

    private synchronized void count(Usage used, @Nullable Duration took, Duration waited) {
        usage = usage.plus(used);
        if (took != null) duration = duration.plus(took).minus(waited);
    }

    /** The vector of a text by an embedding model at the place of the run's model. */
    float[] embed(String name, String text) {
        long asked = System.nanoTime();
        var answer = model.embed(name, List.of(text));
        count(answer.usage(), answer.took(), Duration.ofNanos(System.nanoTime() - asked));
        return answer.vectors().getFirst();
    }

    synchronized void countUnread() {
        unread++;
    }

    private synchronized void took(Duration more) {
        duration = duration.plus(more);
    }

    /** The calls so far, in the order in which they ended. */
    public synchronized List<TraceStep> trace() {
        return List.copyOf(trace);
    }

    public synchronized Usage usage() {
        return usage;
    }

    /** The run so far; how long it took is known at its end. */
    public synchronized Run seen() {
        var took = duration.isNegative() ? Duration.ZERO : duration.truncatedTo(ChronoUnit.MICROS);
        return new Run(trace, usage, unread, took);
    }
}
