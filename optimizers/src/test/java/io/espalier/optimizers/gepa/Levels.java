package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.Prices;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.Surroundings;
import io.espalier.signatures.Field;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import io.espalier.signatures.program.TraceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * A made-up task in which an instruction is {@code level N}, a reflection answers with the next
 * level, and a rule turns levels into a score. So every step of a search is known beforehand.
 */
final class Levels {
    private Levels() {}

    /** A score from an example's place and the predictors' levels. */
    @FunctionalInterface
    interface Rule {
        double score(int place, List<Integer> levels);
    }

    /** {@code place -> one}, or {@code place -> one, other} in two predictors that look alike. */
    static ProgramDefinition program(int predictors) {
        var list = new ArrayList<Predictor>();
        for (var path : List.of("one", "other").subList(0, predictors)) {
            list.add(new Predictor(path, Predictor.Kind.PREDICT, signature()));
        }
        return new Program(signature(), list);
    }

    private static Signature signature() {
        return new Signature(List.of(Field.text("place")), List.of(Field.text("said")), "level 0");
    }

    private record Program(Signature signature, List<Predictor> predictors)
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

    static List<Example> examples(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Example("row " + i, Fields.of("place", i)))
                .toList();
    }

    static StudyInput input(
            int predictors, int training, int validation, Budget.Limits limits, long seed) {
        return new StudyInput(
                program(predictors),
                examples(training),
                examples(validation),
                List.of(),
                seed,
                limits,
                Prices.FREE,
                Surroundings.fixed("levels"));
    }

    static InMemoryStudy study(StudyInput input, Rule rule) {
        return new InMemoryStudy(input, runner(rule, said -> "level " + (level(said) + 1)));
    }

    /**
     * @param reflection from the current instruction to the next one
     */
    static Function<Job, Outcome> runner(Rule rule, Function<String, String> reflection) {
        return job -> {
            if (job.role() == Job.Role.REFLECTION) {
                var now = job.example().fields().text("current_instruction");
                var answer = Fields.of("improved_instruction", reflection.apply(now));
                return new Outcome(answer, null, List.of(), new Usage(1, 10, 5, 0), null);
            }
            var inputs = Fields.of("place", place(job.example()));
            var trace = new ArrayList<TraceStep>();
            for (var predictor : job.program().predictors()) {
                var said = "said by " + predictor.path() + " on " + place(job.example());
                trace.add(new TraceStep(predictor.path(), inputs, Fields.of("said", said), null));
            }
            double score = rule.score(place(job.example()), levels(job.program(), job.state()));
            return new Outcome(
                    Fields.of("said", "all of it"),
                    Score.of(score),
                    trace,
                    new Usage(trace.size(), 10, 5, 0),
                    null);
        };
    }

    static int place(Example example) {
        return Integer.parseInt(example.fields().text("place"));
    }

    static List<Integer> levels(ProgramDefinition program, ProgramState state) {
        return program.predictors().stream()
                .map(p -> state.of(p.path()).instruction())
                .map(text -> text == null ? 0 : level(text))
                .toList();
    }

    static int level(String text) {
        return Integer.parseInt(text.replaceAll("\\D", ""));
    }

    static ProgramState state(int... levels) {
        var state = ProgramState.EMPTY;
        var paths = List.of("one", "other");
        for (int i = 0; i < levels.length; i++) {
            var text = "level " + levels[i];
            if (levels[i] > 0) state = state.change(paths.get(i), p -> p.withInstruction(text));
        }
        return state;
    }
}
