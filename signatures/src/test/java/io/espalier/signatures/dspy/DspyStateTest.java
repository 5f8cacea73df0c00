package io.espalier.signatures.dspy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.signatures.Fields;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.NearestDemos;
import io.espalier.signatures.program.PredictorState;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramReader;
import io.espalier.signatures.program.ProgramState;
import io.espalier.signatures.program.RunContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** States that DSPy loads from us and we from DSPy, judged by the prompts that both then send. */
class DspyStateTest {
    @RegisterExtension static final RealDspy dspy = new RealDspy();

    private static final String PREDICT = "program = dspy.Predict(\"question -> answer: int\")";
    private static final String THINK =
            "program = dspy.ChainOfThought(\"question -> answer: int\")";
    private static final String TWO =
            """
            class Two(dspy.Module):
                def __init__(self):
                    super().__init__()
                    self.ask = dspy.ChainOfThought(dspy.Signature("question, context -> search_query", "Find words."))
                    self.final_answer = dspy.Predict("question, search_query -> answer: int")
                def forward(self, question, context):
                    query = self.ask(question=question, context=context).search_query
                    return self.final_answer(question=question, search_query=query)
            program = Two()
            """;
    private static final String LOAD =
            """

            with open(os.path.join(folder, "state.json"), "w") as f:
                f.write(state)
            program.load(os.path.join(folder, "state.json"))
            """;
    private static final String SAVE =
            """

            program.save(os.path.join(folder, "state.json"))
            result = open(os.path.join(folder, "state.json")).read()
            """;
    private static final String RUN =
            """

            result = []
            for name in adapters:
                lm = Scripted(replies[name])
                with dspy.context(lm=lm, adapter=type(ADAPTERS[name])()):
                    program(**inputs)
                result.append([call["messages"] for call in lm.seen])
            """;

    private static final Map<String, List<String>> ONE_REPLY =
            Map.of(
                    "chat",
                    List.of(
                            "[[ ## reasoning ## ]]\nr\n\n[[ ## answer ## ]]\n5\n\n[[ ## completed ## ]]"),
                    "json",
                    List.of("{\"reasoning\": \"r\", \"answer\": 5}"),
                    "xml",
                    List.of("<reasoning>r</reasoning><answer>5</answer>"));
    private static final Map<String, List<String>> TWO_REPLIES =
            Map.of(
                    "chat",
                    List.of(
                            "[[ ## reasoning ## ]]\nr\n\n[[ ## search_query ## ]]\nsea & sun\n\n[[ ## completed ## ]]",
                            "[[ ## answer ## ]]\n5"),
                    "json",
                    List.of("{\"reasoning\": \"r\", \"search_query\": \"sea\"}", "{\"answer\": 5}"),
                    "xml",
                    List.of(
                            "<reasoning>r</reasoning><search_query>sea</search_query>",
                            "<answer>5</answer>"));

    private static ProgramDefinition program(String json) {
        return ProgramReader.read(Json.parse(json));
    }

    private static ProgramDefinition predict() {
        return program("{\"signature\": \"question -> answer: int\"}");
    }

    private static ProgramDefinition think() {
        return program(
                "{\"module\": \"chain-of-thought\", \"signature\": \"question -> answer: int\"}");
    }

    private static ProgramDefinition two() {
        return program(
                """
                {"signature": "question, context -> answer: int", "steps": [
                  {"id": "ask", "module": "chain-of-thought", "signature": "question, context -> search_query",
                   "instruction": "Find words."},
                  {"id": "final-answer", "signature": "question, search_query -> answer: int"}]}\
                """);
    }

    private static PredictorState learned(String instruction, String description, String... demos) {
        var shown = new ArrayList<Demo>();
        for (var demo : demos) shown.add(new Demo(Cases.fields(demo), shown.size() % 2 == 0));
        var descriptions = new LinkedHashMap<String, String>();
        if (!description.isEmpty()) descriptions.put("question", description);
        return new PredictorState(instruction, shown, descriptions, Sampling.UNSET);
    }

    /** The conversations that a program of ours holds, per adapter. */
    private static JsonNode ours(
            ProgramDefinition program,
            ProgramState state,
            Fields inputs,
            Map<String, List<String>> replies) {
        var all = Json.array();
        for (var kind : Adapters.KINDS) {
            var seen = Json.array();
            var left = new ArrayDeque<>(replies.getOrDefault(kind, List.of()));
            var context =
                    new RunContext(
                            state,
                            request -> {
                                seen.add(Wire.messages(request.messages()));
                                return new Completion(
                                        left.removeFirst(), Completion.Finish.STOP, Usage.NONE);
                            },
                            Adapters.of(kind, dspy.framing()),
                            Sampling.UNSET,
                            Rollout.PLAIN);
            context.run(() -> program.run(inputs));
            all.add(seen);
        }
        return all;
    }

    private static JsonNode theirs(
            String source, String state, Fields inputs, Map<String, List<String>> replies) {
        return dspy.run(
                source + LOAD + RUN,
                Map.of(
                        "state",
                        state,
                        "inputs",
                        inputs.toJson(),
                        "adapters",
                        Adapters.KINDS,
                        "replies",
                        replies));
    }

    private static String saved(String source) {
        return dspy.run(source + SAVE, Map.of()).stringValue();
    }

    private static final Fields ONE_INPUT = Cases.fields("{\"question\": \"How many?\"}");
    private static final Fields TWO_INPUTS =
            Cases.fields("{\"question\": \"How many?\", \"context\": \"a\\nb\"}");

    private static final String[] DEMOS = {
        "{\"question\": \"1?\", \"answer\": 1}",
        "{\"question\": \"ü?\", \"reasoning\": \"two\\nlines\", \"answer\": 2}",
        "{\"question\": \"half\", \"context\": \"c\", \"search_query\": \"q\", \"answer\": null}"
    };

    @Test
    void export_aPredict_isLoadedAndSendsOurPrompts() {
        var state = ProgramState.EMPTY.with("predict", learned("Count.\n  Twice.", "what", DEMOS));
        var file = DspyState.export(predict(), state, dspy.framing()).file();

        assertThat(file.has("demos")).as("a bare Predict's file is its entry").isTrue();
        assertThat(theirs(PREDICT, Json.write(file), ONE_INPUT, ONE_REPLY))
                .isEqualTo(ours(predict(), state, ONE_INPUT, ONE_REPLY));
    }

    @Test
    void export_aChainOfThought_isLoadedAndSendsOurPrompts() {
        var state = ProgramState.EMPTY.with("predict", learned("Count.", "", DEMOS));
        var file = DspyState.export(think(), state, dspy.framing()).file();

        assertThat(theirs(THINK, Json.write(file), ONE_INPUT, ONE_REPLY))
                .isEqualTo(ours(think(), state, ONE_INPUT, ONE_REPLY));
    }

    @Test
    void export_nothingLearned_isLoadedAndSendsOurPrompts() {
        for (var entry : Map.of(PREDICT, predict(), THINK, think()).entrySet()) {
            var file =
                    DspyState.export(entry.getValue(), ProgramState.EMPTY, dspy.framing()).file();

            assertThat(theirs(entry.getKey(), Json.write(file), ONE_INPUT, ONE_REPLY))
                    .isEqualTo(ours(entry.getValue(), ProgramState.EMPTY, ONE_INPUT, ONE_REPLY));
        }
    }

    @Test
    void export_twoPredictors_isLoadedAndSendsOurPrompts() {
        var state =
                ProgramState.EMPTY
                        .with("ask", learned("Look.\n\n    Deeper.", "the ${x}", DEMOS))
                        .with("final-answer", learned("", "", DEMOS));
        var file = DspyState.export(two(), state, dspy.framing()).file();

        assertThat(theirs(TWO, Json.write(file), TWO_INPUTS, TWO_REPLIES))
                .isEqualTo(ours(two(), state, TWO_INPUTS, TWO_REPLIES));
        assertThat(file.path("final_answer").path("demos").get(0).path("augmented").asBoolean())
                .isTrue();
    }

    @Test
    void export_sampling_isNotedAsLeftOut() {
        var state =
                ProgramState.EMPTY.with(
                        "predict",
                        new PredictorState(
                                null, List.of(), new LinkedHashMap<>(), Sampling.greedy(9)));

        assertThat(DspyState.export(predict(), state, Framing.DEFAULT).notes())
                .singleElement()
                .asString()
                .contains("'predict'")
                .contains("sampling");
    }

    @Test
    void read_ourOwnExport_isTheSameState() {
        var state =
                ProgramState.EMPTY
                        .with("ask", learned("Look.", "words", DEMOS))
                        .with("final-answer", learned("Say.", "", DEMOS));

        var back = DspyState.read(two(), DspyState.export(two(), state, dspy.framing()).file());

        assertThat(back.state()).isEqualTo(state);
        assertThat(back.notes()).isEmpty();
    }

    /** Each a way in which a DSPy program may hold its predictors. */
    @Test
    void read_everyWayToNameOnePredictor_sendsDspysPrompts() {
        var learn =
                """

                for name, predictor in program.named_parameters():
                    predictor.signature = predictor.signature.with_instructions("Learned by \\n  optimizing.")
                    predictor.signature = predictor.signature.with_updated_fields("question", desc="what is asked")
                    predictor.demos = [dspy.Example(question="1?", answer=1, augmented=True),
                        dspy.Example(question="2?", reasoning="r", answer=2).with_inputs("question"), {"question": "3?", "answer": 3}]
                """;
        var module =
                """
                class M(dspy.Module):
                    def __init__(self):
                        super().__init__()
                        self.%s
                    def forward(self, **inputs):
                        return self.%s(**inputs)
                program = M()
                """;
        var made = "dspy.Predict(\"question -> answer: int\")";
        var thought = "dspy.ChainOfThought(\"question -> answer: int\")";
        var sources = new LinkedHashMap<String, ProgramDefinition>();
        sources.put(PREDICT, predict());
        sources.put(THINK, think());
        sources.put(module.formatted("predict = " + made, "predict"), predict());
        sources.put(module.formatted("predict = " + thought, "predict"), think());
        sources.put(module.formatted("steps = [" + made + "]", "steps[0]"), predict());
        sources.put(module.formatted("steps = {'a b': " + thought + "}", "steps['a b']"), think());
        sources.put(
                module.formatted("inner = " + thought, "inner")
                        + "\ninner = program\n"
                        + module.formatted("rag = inner", "rag"),
                think());
        sources.forEach((source, program) -> {
            var state = saved(source + learn);
            var read = DspyState.read(program, Json.parse(state));

            assertThat(ours(program, read.state(), ONE_INPUT, ONE_REPLY))
                    .as(source)
                    .isEqualTo(theirs(source, state, ONE_INPUT, ONE_REPLY));
            assertThat(read.state().of("predict").demos()).hasSize(3);
            assertThat(read.state().of("predict").demos().getFirst().augmented()).isTrue();
            assertThat(read.notes()).isEmpty();
        });
    }

    @Test
    void read_aFreshProgram_sendsDspysPrompts() {
        for (var entry : Map.of(PREDICT, predict(), THINK, think()).entrySet()) {
            var state = saved(entry.getKey());
            var read = DspyState.read(entry.getValue(), Json.parse(state));

            assertThat(ours(entry.getValue(), read.state(), ONE_INPUT, ONE_REPLY))
                    .isEqualTo(theirs(entry.getKey(), state, ONE_INPUT, ONE_REPLY));
        }
    }

    @Test
    void read_whatOptimizersSave_sendsDspysPrompts() {
        var train =
                """

                train = [dspy.Example(question=str(i) + "?", context="c", answer=5 if i % 2 else 6).with_inputs("question", "context")
                         for i in range(8)]
                replies = ["[[ ## reasoning ## ]]\\nr\\n\\n[[ ## search_query ## ]]\\ns", "[[ ## answer ## ]]\\n5"] * 40
                metric = lambda example, prediction, trace=None: example.answer == prediction.answer
                with dspy.context(lm=Scripted(replies)):
                    program = OPTIMIZER
                """;
        var optimizers =
                List.of(
                        "dspy.LabeledFewShot(k=3).compile(program, trainset=train)",
                        "dspy.BootstrapFewShot(metric=metric, max_bootstrapped_demos=2, max_labeled_demos=4).compile(program, trainset=train)");
        for (var optimizer : optimizers) {
            var state = saved(TWO + train.replace("OPTIMIZER", optimizer));
            var read = DspyState.read(two(), Json.parse(state));

            assertThat(read.state().of("ask").demos()).isNotEmpty();
            assertThat(ours(two(), read.state(), TWO_INPUTS, TWO_REPLIES))
                    .as(optimizer)
                    .isEqualTo(theirs(TWO, state, TWO_INPUTS, TWO_REPLIES));
            var again = DspyState.export(two(), read.state(), dspy.framing()).file();
            for (var name : List.of("ask.predict", "final_answer")) {
                assertThat(Json.write(again.path(name)))
                        .isEqualTo(Json.write(Json.parse(state).path(name)));
            }
        }
    }

    @Test
    void read_aTitleThatAnOptimizerChanged_isTaken() {
        var state =
                saved(
                        THINK
                                + "\np = program.predict\np.signature = p.signature.with_updated_fields(\"answer\", prefix=\"So it is\")");

        assertThat(DspyState.read(think(), Json.parse(state)).state().of("predict").descriptions())
                .isEmpty();
    }

    @Test
    void read_aPredictorWithItsOwnModel_keepsSamplingAndSaysWhatIsLost() {
        var state =
                saved(
                        PREDICT
                                + "\nprogram.set_lm(dspy.LM(\"openai/local\", api_key=\"none\", temperature=0.25, max_tokens=64))");

        var read = DspyState.read(predict(), Json.parse(state));

        assertThat(read.state().of("predict").sampling())
                .isEqualTo(new Sampling(0.25, null, 64, null));
        assertThat(read.notes()).singleElement().asString().contains("openai/local");
    }

    @Test
    void read_listsOfPredictors_areMatchedByOrderWhereFieldsAgree() {
        var source =
                """
                class M(dspy.Module):
                    def __init__(self):
                        super().__init__()
                        self.steps = [dspy.ChainOfThought(dspy.Signature("question, context -> search_query", "First.")),
                                      dspy.Predict(dspy.Signature("question, search_query -> answer: int", "Second."))]
                program = M()
                """;

        var read = DspyState.read(two(), Json.parse(saved(source)));

        assertThat(read.state().of("ask").instruction()).isEqualTo("First.");
        assertThat(read.state().of("final-answer").instruction()).isEqualTo("Second.");
    }

    @Test
    void read_anotherProgramsState_namesPredictorFieldAndWhatWasReceived() {
        var other = Json.parse(saved("program = dspy.Predict(\"context, question -> answer\")"));

        assertThatThrownBy(() -> DspyState.read(predict(), other))
                .isInstanceOf(DspyException.class)
                .hasMessageContaining("predictor 'predict' ('self' in the file)")
                .hasMessageContaining("expected 2 fields (question, answer)")
                .hasMessageContaining("received 3: Context: Question: Answer:");
        assertThatThrownBy(() -> DspyState.read(two(), other))
                .hasMessageContaining("predictor 'ask'")
                .hasMessageContaining("predictor 'final-answer'")
                .hasMessageContaining("'ask.predict'")
                .hasMessageContaining("[self]");
    }

    @Test
    void read_fieldsInAnotherOrder_isRefused() {
        var other = Json.parse(saved("program = dspy.Predict(\"answer -> question\")"));

        assertThatThrownBy(() -> DspyState.read(predict(), other))
                .hasMessageContaining("field 'question'")
                .hasMessageContaining("'Question:' in place 1")
                .hasMessageContaining("received Answer:");
    }

    private static ProgramDefinition total() {
        return program(
                "{\"module\": \"chain-of-thought\", \"signature\": \"input -> total: int\"}");
    }

    /** DSPy names a field by its title, by its description where there is none, and in demos. */
    @Test
    void read_fieldsOfAnotherName_isRefusedNamingPredictorAndField() {
        var plain = "program = dspy.ChainOfThought(\"input -> result: int\")";
        var described =
                """
                program = dspy.ChainOfThought(dspy.Signature("input -> result: int").with_updated_fields("result", desc="the sum"))
                program.predict.demos = [dspy.Example(input="1 + 1", reasoning="r", result=2)]
                """;
        for (var source : List.of(plain, described)) {
            var other = Json.parse(saved(source));

            assertThatThrownBy(() -> DspyState.read(total(), other))
                    .as(source)
                    .isInstanceOf(DspyException.class)
                    .hasMessageContaining("predictor 'predict' ('predict' in the file)")
                    .hasMessageContaining("field 'total': expected the title 'Total:' in place 3")
                    .hasMessageContaining("received Result: of the field 'result'");
        }
    }

    @Test
    void read_noTitleOfThePredictors_isRefused() {
        var other =
                Json.parse(
                        saved(
                                """
                                s = dspy.Signature("text -> label").with_updated_fields("text", desc="a text")
                                program = dspy.Predict(s.with_updated_fields("label", desc="a label"))
                                """));

        assertThatThrownBy(() -> DspyState.read(predict(), other))
                .hasMessageContaining("expected the titles Question: Answer:")
                .hasMessageContaining("received Text: Label:");
    }

    @Test
    void read_demosOfAnotherProgram_isRefused() {
        var other =
                Json.parse(
                        saved(
                                PREDICT
                                        + "\nprogram.demos = [dspy.Example(text=\"t\", label=\"l\")]"));

        assertThatThrownBy(() -> DspyState.read(predict(), other))
                .hasMessageContaining("demo 1: expected fields of the program [question, answer]")
                .hasMessageContaining("received [text, label]");
    }

    /** Examples of a data set with more columns are demos as they are. */
    @Test
    void read_demosWithColumnsBesideTheFields_isTaken() {
        var state =
                saved(
                        PREDICT
                                + "\nprogram.demos = [dspy.Example(question=\"q\", answer=1, source=\"s\")]");

        assertThat(DspyState.read(predict(), Json.parse(state)).state().of("predict").demos())
                .hasSize(1);
    }

    @Test
    void read_aTitleThatMayBeAnotherFields_isTakenAndNoted() {
        var state =
                saved(
                        THINK
                                + "\np = program.predict\np.signature = p.signature.with_updated_fields(\"answer\", prefix=\"So it is\", desc=\"a number\")");

        var read = DspyState.read(think(), Json.parse(state));

        assertThat(read.state().of("predict").descriptions()).containsEntry("answer", "a number");
        assertThat(read.notes())
                .singleElement()
                .asString()
                .contains("field 'answer'")
                .contains("'So it is'");
    }

    @Test
    void read_entriesThatAreLeftOver_areNamed() {
        var file = (tools.jackson.databind.node.ObjectNode) Json.parse(saved(TWO));
        file.set("extra", file.get("final_answer"));

        assertThatThrownBy(() -> DspyState.read(two(), file)).hasMessageContaining("[extra]");
    }

    @Test
    void read_whatIsNoState_saysWhatIsWrongWhere() {
        assertThatThrownBy(() -> DspyState.read(predict(), Json.parse("[1]")))
                .hasMessageContaining("expected an object")
                .hasMessageContaining("[1]");
        assertThatThrownBy(() -> DspyState.read(predict(), Json.parse("{\"self\": {}}")))
                .hasMessageContaining("signature.instructions")
                .hasMessageContaining("received nothing");
        assertThatThrownBy(() ->
                        DspyState.read(
                                predict(),
                                Json.parse(
                                        "{\"self\": {\"signature\": {\"instructions\": \"i\", \"fields\": [{\"prefix\": \"Question:\","
                                                + " \"description\": 7}, {\"prefix\": \"Answer:\", \"description\": \"d\"}]},"
                                                + " \"demos\": {\"question\": \"q\"}}}")))
                .hasMessageContaining("field 'question', description: expected text, received 7")
                .hasMessageContaining("demos: expected a list");
    }

    /** DSPy has no place for a choice by input. */
    @Test
    void export_ofAPoolOfDemos_hasTheFirstOnesAndANote() {
        var program = ProgramReader.read(Json.object().put("signature", "question -> answer"));
        var pool =
                List.of("a", "b", "c").stream()
                        .map(q -> Demo.labelled(Fields.of("question", q, "answer", q)))
                        .toList();
        var nearest = new NearestDemos(2, List.of(), null);
        var state = ProgramState.EMPTY.change("predict", p -> p.withDemos(pool, nearest));
        var export = DspyState.export(program, state, Framing.DEFAULT);

        assertThat(export.file().findValue("demos")).hasSize(2);
        assertThat(export.notes())
                .anyMatch(n -> n.contains("of its 3 demos") && n.contains("first 2"));
    }

    @Test
    void prefix_ofManyNames_isWhatDspyInfers() {
        var names =
                List.of(
                        "question",
                        "search_query",
                        "camelCaseText",
                        "text2number",
                        "HTMLParser",
                        "a",
                        "X",
                        "x1y2",
                        "URL_of_page",
                        "_leading",
                        "trailing_",
                        "double__under",
                        "ALLCAPS",
                        "mixedURLName",
                        "v2",
                        "answer2B",
                        "iPhone13Pro");

        var theirs =
                dspy.run(
                        "from dspy.signatures.signature import infer_prefix\nresult = [infer_prefix(n) + ':' for n in names]",
                        Map.of("names", names));

        assertThat(Json.tree(names.stream().map(FieldPrefix::of).toList())).isEqualTo(theirs);
    }

    @Test
    void export_ofAnEnsemble_saysWhatToDoInstead() {
        var program = predict();
        var path = program.predictors().getFirst().path();
        var one = ProgramState.EMPTY.change(path, p -> p.withInstruction("Sing."));
        var ensemble = ProgramState.ensemble(List.of(one, ProgramState.EMPTY));

        assertThatThrownBy(() -> DspyState.export(program, ensemble, Framing.DEFAULT))
                .isInstanceOf(DspyException.class)
                .hasMessageContaining("ensemble of 2")
                .hasMessageContaining("./espalier pick STUDY CANDIDATE");
    }
}
