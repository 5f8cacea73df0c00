package io.espalier.signatures.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.Fields;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.document.Documents;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.Metric;
import io.espalier.signatures.metric.MetricException;
import io.espalier.signatures.metric.MetricReader;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Completion.Finish;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.RememberingModel;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramReader;
import io.espalier.signatures.program.ProgramState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JobRunnerTest {
    private static final ProgramDefinition PROGRAM = program("{signature: 'question -> answer'}");
    private static final Example EXAMPLE =
            Example.of(Fields.of("question", "2 + 2?", "answer", "4"));

    @Test
    void run_rightAnswer_scoresOneWithTraceAndUsage() {
        var outcome = run(PROGRAM, answering("4"), exact(), EXAMPLE);
        assertThat(outcome.value()).isEqualTo(1);
        assertThat(outcome.failure()).isNull();
        assertThat(outcome.trace()).hasSize(1);
        assertThat(outcome.usage()).isEqualTo(new Usage(1, 10, 3, 0));
        assertThat(OutcomeJson.read(Json.parse(Json.write(OutcomeJson.write(outcome)))))
                .isEqualTo(outcome);
    }

    @Test
    void run_unreadableAnswer_isTheCandidatesAndScoresZero() {
        var program = program("{signature: 'question -> answer: int'}");
        var outcome = run(program, answering("many"), exact(), EXAMPLE);
        assertThat(blame(outcome)).isEqualTo(Blame.CANDIDATE);
        assertThat(outcome.score()).isNotNull();
        assertThat(outcome.value()).isZero();
        assertThat(outcome.trace()).isNotEmpty();
        assertThat(outcome.trace().getLast().unparsed()).contains("many");
        assertThat(OutcomeJson.read(OutcomeJson.write(outcome))).isEqualTo(outcome);
    }

    @Test
    void run_modelThatRefuses_isTheCandidatesAndSaysSo() {
        LanguageModel refusing = _ -> new Completion("No.", Finish.REFUSED, new Usage(1, 10, 1, 0));
        var outcome = run(PROGRAM, refusing, exact(), EXAMPLE);
        assertThat(outcome.failure())
                .isEqualTo(new Failure(Blame.CANDIDATE, "the model refused to answer: 'No.'"));
        assertThat(outcome.value()).isZero();

        LanguageModel filtered = _ -> new Completion("", Finish.REFUSED, new Usage(1, 10, 1, 0));
        assertThat(run(PROGRAM, filtered, exact(), EXAMPLE).failure())
                .isEqualTo(
                        new Failure(
                                Blame.CANDIDATE, "the model refused to answer, without a word"));
    }

    @Test
    void run_modelThatCannotBeHad_keepsTheModelsBlameAndHasNoScore() {
        LanguageModel gone =
                _ -> {
                    throw new ModelException(Blame.PROVIDER, "the endpoint is gone");
                };
        var outcome = run(PROGRAM, gone, exact(), EXAMPLE);
        assertThat(outcome.failure())
                .isEqualTo(new Failure(Blame.PROVIDER, "the endpoint is gone"));
        assertThat(outcome.score()).isNull();
    }

    @Test
    void run_exampleWithoutInput_isTheDatas() {
        var outcome = run(PROGRAM, answering("4"), exact(), Example.of(Fields.of("answer", "4")));
        assertThat(blame(outcome)).isEqualTo(Blame.DATA);
        assertThat(String.valueOf(outcome.failure())).contains("no field 'question'");
    }

    @Test
    void run_exampleWithoutOptionalInput_runs() {
        var program = program("{signature: 'question, hint: Optional[str] -> answer'}");
        assertThat(run(program, answering("4"), exact(), EXAMPLE).value()).isEqualTo(1);
    }

    @Test
    void run_metricThatFails_keepsThePrediction() {
        for (var fault :
                new RuntimeException[] {
                    new MetricException("broken"),
                    new NullPointerException(),
                    new ModelException(Blame.CANDIDATE, "the judge's prompt is too long")
                }) {
            var outcome = run(PROGRAM, answering("4"), failing(fault), EXAMPLE);
            assertThat(blame(outcome)).isEqualTo(Blame.METRIC);
            assertThat(outcome.prediction()).isEqualTo(Fields.of("answer", "4"));
            assertThat(outcome.score()).isNull();
        }
    }

    @Test
    void run_retrieverThatIsGone_isTheProviders() {
        var program =
                program(
                        """
                        signature: "question -> answer"
                        steps:
                          - {id: look, retrieve: {http: "http://127.0.0.1:1/search", query: question}}
                          - {id: say, signature: "question, passages -> answer"}
                        """);
        var outcome = run(program, answering("4"), exact(), EXAMPLE);
        assertThat(blame(outcome)).isEqualTo(Blame.PROVIDER);
        assertThat(String.valueOf(outcome.failure())).contains("127.0.0.1:1");
    }

    @Test
    void run_interrupted_isTheMachinesAndKeepsTheInterrupt() {
        LanguageModel stopped =
                _ -> {
                    Thread.currentThread().interrupt();
                    throw new ModelException(Blame.PROVIDER, "was interrupted");
                };
        var outcome = run(PROGRAM, stopped, exact(), EXAMPLE);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(blame(outcome)).isEqualTo(Blame.MACHINE);
    }

    @Test
    void run_firstTryUnreadable_metricSeesItAndTheWholeUsage() {
        var answers = new ArrayDeque<>(List.of("no form at all", "{\"answer\": \"4\"}"));
        LanguageModel model =
                _ ->
                        new Completion(
                                answers.remove(), Completion.Finish.STOP, new Usage(1, 10, 3, 0));
        var metric =
                metric("{pareto: {right: exact, format: format, tokens: {tokens: {worst: 52}}}}");
        var outcome = run(PROGRAM, model, metric, EXAMPLE);
        assertThat(requireNonNull(outcome.score()).parts())
                .containsExactly(
                        Map.entry("right", 1.0),
                        Map.entry("format", 0.0),
                        Map.entry("tokens", 0.5));
        assertThat(outcome.value()).isEqualTo(0.5);
        assertThat(outcome.answer()).isEqualTo(1);
        assertThat(OutcomeJson.read(OutcomeJson.write(outcome))).isEqualTo(outcome);
    }

    @Test
    void run_unreadableForACompositeMetric_hasZeroInEveryPart() {
        var program = program("{signature: 'question -> answer: int'}");
        var metric = metric("{pareto: {right: exact, tokens: {tokens: {worst: 52}}}}");
        var outcome = run(program, answering("many"), metric, EXAMPLE);
        assertThat(requireNonNull(outcome.score()).parts())
                .containsExactly(Map.entry("right", 0.0), Map.entry("tokens", 0.0));
        assertThat(OutcomeJson.read(OutcomeJson.write(outcome))).isEqualTo(outcome);
    }

    /**
     * The model says how long it took: neither its queue nor the memory's speed are a program's.
     */
    @Test
    void run_modelThatWasRemembered_takesWhatTheModelTook() {
        var model =
                RememberingModel.of(
                        request -> answering("4").complete(request).withTook(Duration.ofHours(1)));
        var metric = metric("{latency: {worst: 7200}}");
        for (var outcome :
                List.of(
                        run(PROGRAM, model, metric, EXAMPLE),
                        run(PROGRAM, model, metric, EXAMPLE))) {
            assertThat(outcome.duration()).isBetween(Duration.ofHours(1), Duration.ofMinutes(90));
            assertThat(outcome.value()).isBetween(0.25, 0.5);
            assertThat(OutcomeJson.read(OutcomeJson.write(outcome))).isEqualTo(outcome);
        }
    }

    @Test
    void run_withoutMetric_hasNoScore() {
        var outcome = run(PROGRAM, answering("4"), null, EXAMPLE);
        assertThat(outcome.score()).isNull();
        assertThat(outcome.failed()).isFalse();
    }

    /** Answers by the instruction that it is given: members of an ensemble differ in that. */
    private static LanguageModel byInstruction(Map<String, String> answers) {
        return request -> {
            var told = request.messages().getFirst().text();
            for (var answer : answers.entrySet()) {
                if (told.contains(answer.getKey()))
                    return answering(answer.getValue()).complete(request);
            }
            throw new ModelException(Blame.PROVIDER, "the endpoint is gone");
        };
    }

    private static ProgramState ensemble(String... instructions) {
        return ProgramState.ensemble(
                Stream.of(instructions)
                        .map(text ->
                                ProgramState.EMPTY.change(
                                        PROGRAM.predictors().getFirst().path(),
                                        p -> p.withInstruction(text)))
                        .toList());
    }

    private static Outcome run(ProgramState state, Map<String, String> answers, String signature) {
        return new JobRunner(
                        program("{signature: '" + signature + "'}"),
                        Adapters.standard(),
                        byInstruction(answers),
                        Sampling.UNSET,
                        exact())
                .run(state, EXAMPLE, Rollout.PLAIN);
    }

    @Test
    void ensemble_withAMajority_answersAsItDoesAndCountsAllCalls() {
        var state = ensemble("Way A.", "Way B.", "Way C.");
        var answers = Map.of("Way A.", "5", "Way B.", "4", "Way C.", " 4 ");
        var outcome = run(state, answers, "question -> answer");

        assertThat(outcome.value()).isEqualTo(1);
        assertThat(requireNonNull(outcome.prediction()).text("answer")).isEqualTo("4");
        assertThat(outcome.usage()).isEqualTo(new Usage(3, 30, 9, 0));
        assertThat(outcome.trace()).hasSize(3);
        assertThat(OutcomeJson.read(OutcomeJson.write(outcome))).isEqualTo(outcome);
    }

    @Test
    void ensemble_withoutAMajority_answersAsTheFirst() {
        var state = ensemble("Way A.", "Way B.", "Way C.");
        var answers = Map.of("Way A.", "5", "Way B.", "4", "Way C.", "6");

        var outcome = run(state, answers, "question -> answer");

        assertThat(requireNonNull(outcome.prediction()).text("answer")).isEqualTo("5");
    }

    @Test
    void ensemble_memberUnreadable_abstains() {
        var state = ensemble("Way A.", "Way B.");
        var answers = Map.of("Way A.", "many", "Way B.", "4");

        var outcome = run(state, answers, "question -> answer: int");

        assertThat(outcome.value()).isEqualTo(1);
        assertThat(outcome.failed()).isFalse();
    }

    @Test
    void ensemble_allUnreadable_isTheCandidatesAndScoresZero() {
        var state = ensemble("Way A.", "Way B.");
        var answers = Map.of("Way A.", "many", "Way B.", "few");

        var outcome = run(state, answers, "question -> answer: int");

        assertThat(blame(outcome)).isEqualTo(Blame.CANDIDATE);
        assertThat(requireNonNull(outcome.score()).value()).isZero();
    }

    /** A vote without one of the voters would be another vote the next time. */
    @Test
    void ensemble_memberWhoseModelIsGone_failsAsAWhole() {
        var state = ensemble("Way A.", "Way B.", "Way C.");
        var outcome = run(state, Map.of("Way A.", "4", "Way B.", "4"), "question -> answer");

        assertThat(blame(outcome)).isEqualTo(Blame.PROVIDER);
        assertThat(outcome.score()).isNull();
    }

    private static Outcome run(
            ProgramDefinition program,
            LanguageModel model,
            @Nullable Metric metric,
            Example example) {
        return new JobRunner(program, Adapters.standard(), model, Sampling.UNSET, metric)
                .run(ProgramState.EMPTY, example, Rollout.PLAIN);
    }

    private static @Nullable Blame blame(Outcome outcome) {
        var failure = outcome.failure();
        return failure == null ? null : failure.blame();
    }

    private static LanguageModel answering(String answer) {
        var text = "[[ ## answer ## ]]\n" + answer + "\n\n[[ ## completed ## ]]\n";
        return _ -> new Completion(text, Completion.Finish.STOP, new Usage(1, 10, 3, 0));
    }

    private static Metric exact() {
        return metric("exact");
    }

    private static Metric metric(String yaml) {
        return MetricReader.read(
                Documents.parse(yaml).root(),
                PROGRAM.signature(),
                role -> {
                    throw new AssertionError(role);
                },
                Adapters.standard());
    }

    private static Metric failing(RuntimeException fault) {
        return new Metric() {
            @Override
            public Score score(Example example, Fields prediction) {
                throw fault;
            }

            @Override
            public JsonNode document() {
                return Json.object();
            }
        };
    }

    private static ProgramDefinition program(String yaml) {
        return ProgramReader.read(Documents.parse(yaml).root());
    }
}
