package io.espalier.optimizers;

import static java.util.Objects.requireNonNull;

import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.Prices;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.StudyListener;
import io.espalier.optimizers.study.StudyResult;
import io.espalier.optimizers.study.Surroundings;
import io.espalier.signatures.Field;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.adapter.AdapterParseException;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.Agreement;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.PredictorState;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.TraceStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * A made-up task with a made-up model: sort words into kinds. Every word has a difficulty from its
 * own hash; the model gets it right when what the prompt teaches is at least as much. An
 * instruction that says how teaches most, demos that were bootstrapped teach more than labelled
 * ones, and each only up to a point. So accuracy depends on the prompt, deterministically.
 */
public final class Words {
    public static final String GOOD = "Name the kind of the word: even or odd.";
    public static final String BAD = "Sing a song.";

    /** A description by this name stands for trained weights, which get two more words right. */
    public static final String TRAINED = "trained";

    private Words() {}

    /** {@code word -> kind}, with reasoning. */
    public static ProgramDefinition program() {
        var signature =
                new Signature(List.of(Field.text("word")), List.of(Field.text("kind")), "Do it.");
        return new Steps(
                signature,
                List.of(new Predictor("sort", Predictor.Kind.CHAIN_OF_THOUGHT, signature)));
    }

    /** {@code word -> hint -> kind}; the hint is no label of the data, and is asked for twice. */
    public static ProgramDefinition twoSteps() {
        var whole =
                new Signature(List.of(Field.text("word")), List.of(Field.text("kind")), "Do it.");
        var hint = new Signature(List.of(Field.text("word")), List.of(Field.text("hint")), null);
        var kind =
                new Signature(
                        List.of(Field.text("word"), Field.text("hint")),
                        List.of(Field.text("kind")),
                        null);
        return new Steps(
                whole,
                List.of(
                        new Predictor("hint", Predictor.Kind.PREDICT, hint),
                        new Predictor("sort", Predictor.Kind.PREDICT, kind)));
    }

    private record Steps(Signature signature, List<Predictor> predictors)
            implements ProgramDefinition {
        @Override
        public Fields run(Fields inputs) {
            throw new UnsupportedOperationException("the scripted runner reads the state itself");
        }

        @Override
        public JsonNode document() {
            return Json.tree(predictors.stream().map(Predictor::path).toList());
        }
    }

    public static List<Example> examples(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix + i)
                .map(word -> Example.of(Fields.of("word", word, "kind", kind(word))))
                .toList();
    }

    private static String kind(String word) {
        return hash(word) % 2 == 0 ? "even" : "odd";
    }

    private static int hash(String word) {
        return Integer.parseInt(Json.hash(word).substring(0, 6), 16);
    }

    /** How many of ten words the model gets right with this state. */
    private static int taught(PredictorState state) {
        int taught = 2;
        var told = state.instruction() == null ? "" : state.instruction();
        if (told.contains(GOOD)) taught += 4;
        if (told.contains(BAD)) taught -= 2;
        if (state.descriptions().containsKey(TRAINED)) taught += 2;
        long bootstrapped = state.demos().stream().filter(Demo::augmented).count();
        long labelled = state.demos().size() - bootstrapped;
        return taught + (int) Math.min(3, bootstrapped) + (int) Math.min(1, labelled / 4);
    }

    /** The scripted run of one job. Draws at temperature 1 are right for other words. */
    public static Outcome run(Job job) {
        if (!job.scored() && job.role() == Job.Role.REFLECTION) return proposal(job);
        if (job.state().isEnsemble()) return vote(job);
        var word = job.example().fields().text("word");
        var trace = new ArrayList<TraceStep>();
        int least = Integer.MAX_VALUE;
        var inputs = Fields.of("word", word);
        for (var predictor : job.program().predictors()) {
            least = Math.min(least, taught(job.state().of(predictor.path())));
            if (!predictor.path().equals("hint")) continue;
            for (int call = 0; call < 2; call++) {
                var hint = Fields.of("hint", "hint " + call + " for " + word);
                trace.add(new TraceStep("hint", Fields.of("word", word), hint, null));
                inputs = inputs.and(hint);
            }
        }
        var difficulty = hash(word + "/" + job.rollout().id()) % 10;
        var right = difficulty < least;
        var answer = right ? kind(word) : "neither";
        var outputs =
                job.program().predictors().size() == 1
                        ? Fields.of("reasoning", "It looks " + answer + ".", "kind", answer)
                        : Fields.of("kind", answer);
        trace.add(new TraceStep("sort", inputs, outputs, null));
        long tokens =
                20
                        + 10L
                                * job.state().predictors().values().stream()
                                        .mapToInt(p -> p.demos().size())
                                        .sum();
        return new Outcome(
                outputs,
                job.scored() ? Score.of(right) : null,
                trace,
                new Usage(trace.size(), tokens, 5, 0),
                null);
    }

    /** As the job runner does it. */
    private static Outcome vote(Job job) {
        var runs = new ArrayList<Outcome>();
        for (var member : job.state().members()) {
            runs.add(
                    run(
                            new Job(
                                    job.program(),
                                    member,
                                    job.example(),
                                    job.rollout(),
                                    job.role(),
                                    true)));
        }
        var predictions = runs.stream().map(run -> Optional.ofNullable(run.prediction())).toList();
        var outputs = job.program().signature().outputs();
        var winner = runs.get(Agreement.winner(outputs, predictions).orElseThrow());
        var trace = runs.stream().flatMap(run -> run.trace().stream()).toList();
        var usage = runs.stream().map(Outcome::usage).reduce(Usage.NONE, Usage::plus);
        return new Outcome(winner.prediction(), winner.score(), trace, usage, null);
    }

    /**
     * What the reflection model writes: in fields for an instruction the good one, the bad one or
     * something vague, by the hash of what it was shown; elsewhere a sentence.
     */
    private static Outcome proposal(Job job) {
        var predictor = job.program().predictors().getFirst();
        var draw = hash(job.example().fields().hash() + "/" + job.rollout().id());
        var written = new LinkedHashMap<String, Object>();
        for (var field : predictor.signature().outputs()) {
            written.put(
                    field.name(),
                    field.name().contains("instruction") ? instruction(draw) : "It is so.");
        }
        var outputs = Fields.of(written);
        var step = new TraceStep(predictor.path(), job.example().fields(), outputs, null);
        int prompt = 20 + job.example().fields().toJson().toString().length() / 4;
        return new Outcome(outputs, null, List.of(step), new Usage(1, prompt, 20, 0), null);
    }

    private static String instruction(int draw) {
        return switch (draw % 4) {
            case 0 -> GOOD;
            case 1 -> BAD;
            default -> "Do it well, in way " + draw % 7 + ".";
        };
    }

    /** A run as of {@link #run} by a model that counts the text it reads. */
    public static Outcome metered(Job job) {
        var outcome = run(job);
        long calls = outcome.usage().calls();
        var usage = new Usage(calls, calls * (60 + chars(job) / 3), calls * 15, 0);
        return new Outcome(
                outcome.prediction(), outcome.score(), outcome.trace(), usage, outcome.failure());
    }

    private static int chars(Job job) {
        var inputs = job.example().fields();
        int chars = inputs.toString().length();
        for (var predictor : job.program().predictors()) {
            var own = job.state().of(predictor.path());
            var signature = predictor.signature(own);
            chars += String.valueOf(signature.instruction()).length();
            for (var demo : own.shown(signature, inputs)) {
                chars += Json.write(demo.values().toJson()).length();
            }
        }
        return chars;
    }

    /** A run of a model that is always right. */
    public static Outcome right(Job job) {
        var word = job.example().fields().text("word");
        var outputs = Fields.of("reasoning", "It is known.", "kind", kind(word));
        var step = new TraceStep("sort", Fields.of("word", word), outputs, null);
        var usage = new Usage(1, 20, 5, 0);
        return new Outcome(outputs, Score.of(1), List.of(step), usage, null);
    }

    /** A run whose completion cannot be parsed. */
    public static Outcome unreadable(Job job) {
        var failure = new AdapterParseException("no field 'kind'", "gibberish", Fields.EMPTY);
        return new Outcome(
                null,
                Score.of(0),
                List.of(),
                new Usage(2, 10, 10, 0),
                new Failure(Blame.CANDIDATE, String.valueOf(failure.getMessage())));
    }

    public static StudyInput input(ProgramDefinition program, Budget.Limits limits, long seed) {
        return new StudyInput(
                program,
                examples("train", 30),
                examples("validation", 40),
                examples("test", 20),
                seed,
                limits,
                Prices.FREE,
                Surroundings.fixed("words"));
    }

    /** A study small enough to be crashed after every single one of its jobs. */
    public static StudyInput small(ProgramDefinition program, long seed) {
        return new StudyInput(
                program,
                examples("train", 8),
                examples("validation", 10),
                examples("test", 4),
                seed,
                Budget.Limits.NONE,
                Prices.FREE,
                Surroundings.fixed("words"));
    }

    public static InMemoryStudy study(StudyInput input, Function<Job, Outcome> runner) {
        return new InMemoryStudy(input, runner);
    }

    public static InMemoryStudy replay(
            StudyInput input, Function<Job, Outcome> runner, Map<String, Outcome> records) {
        return new InMemoryStudy(input, runner, 8, records, StudyListener.SILENT);
    }

    public static Budget.Limits metricCalls(long most) {
        return new Budget.Limits(most, null, null, null, null);
    }

    public static double before(StudyResult result) {
        return requireNonNull(result.validation()).before();
    }

    /** On a part of the validation examples there is only the score before. */
    public static double after(StudyResult result) {
        var change = requireNonNull(result.validation());
        var part = change.after() == null && change.examples() < change.of();
        return part ? change.before() : requireNonNull(change.after());
    }
}
