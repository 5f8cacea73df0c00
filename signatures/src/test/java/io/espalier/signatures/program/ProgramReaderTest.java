package io.espalier.signatures.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.espalier.signatures.Fields;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.document.Documents;
import io.espalier.signatures.document.InvalidDocument;
import io.espalier.signatures.document.Section;
import io.espalier.signatures.document.Violation;
import io.espalier.signatures.document.Violations;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.model.Usage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ProgramReaderTest {

    private static final String HOP =
            """
            signature: "question: str -> answer: str"
            steps:
              - {id: ask, module: chain-of-thought, signature: "question, context -> search_query", with: {context: ""}}
              - {id: first, retrieve: {http: "http://127.0.0.1:PORT/search", query: ask.search_query}}
              - {id: again, use: ask, with: {context: first.passages}}
              - {id: second, retrieve: {http: "http://127.0.0.1:PORT/search", query: again.search_query}}
              - {id: answer, module: chain-of-thought, signature: "question, context -> answer", with: {context: [first.passages, second.passages]}}
            """;

    @Test
    void read_singleModule_hasOnePredictorAndRoundTrips() {
        var program =
                read(
                        "{module: chain-of-thought, signature: 'utterance -> intent', instruction: Find it., fields: {intent: {description: the wish}}}");
        assertThat(program.predictors()).hasSize(1);
        var predictor = program.predictors().getFirst();
        assertThat(predictor.signature().outputs())
                .extracting(f -> f.name())
                .containsExactly("reasoning", "intent");
        assertThat(predictor.declared().instruction()).isEqualTo("Find it.");
        assertThat(predictor.declared().outputs().getFirst().description()).isEqualTo("the wish");
        assertThat(ProgramReader.read(program.document()).predictors())
                .isEqualTo(program.predictors());
    }

    @Test
    void read_stepsThatShareAPredictor_listItOnce() {
        assertThat(read(HOP.replace("PORT", "1")).predictors())
                .extracting(Predictor::path)
                .containsExactly("ask", "answer");
    }

    @Test
    void run_retrievalProgram_bindsStepsAndTracesEveryCall() throws Exception {
        var queries = new CopyOnWriteArrayList<String>();
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/search",
                exchange -> {
                    var query =
                            Json.parse(
                                            new String(
                                                    exchange.getRequestBody().readAllBytes(),
                                                    StandardCharsets.UTF_8))
                                    .path("query")
                                    .asString();
                    queries.add(query);
                    var answer =
                            Json.write(
                                            Json.tree(
                                                    java.util.Map.of(
                                                            "passages", List.of("about " + query))))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        try {
            var program = read(HOP.replace("PORT", String.valueOf(server.getAddress().getPort())));
            var prompts = new CopyOnWriteArrayList<String>();
            LanguageModel model =
                    request -> {
                        var prompt = request.messages().getLast().text();
                        prompts.add(prompt);
                        var field = prompt.contains("search_query") ? "search_query" : "answer";
                        var text =
                                "[[ ## reasoning ## ]]\nr\n\n[[ ## "
                                        + field
                                        + " ## ]]\n"
                                        + (field.equals("answer") ? "done" : "q" + prompts.size())
                                        + "\n\n[[ ## completed ## ]]\n";
                        return new Completion(text, Completion.Finish.STOP, new Usage(1, 10, 5, 0));
                    };
            var context =
                    new RunContext(
                            ProgramState.EMPTY,
                            model,
                            Adapters.standard(),
                            Sampling.UNSET,
                            Rollout.PLAIN);
            var result = context.run(() -> program.run(Fields.of("question", "who?")));
            assertThat(result.text("answer")).isEqualTo("done");
            assertThat(queries).containsExactly("q1", "q2");
            assertThat(prompts.get(1)).contains("about q1");
            assertThat(prompts.get(2)).contains("about q1").contains("about q2");
            assertThat(context.trace())
                    .extracting(TraceStep::predictor)
                    .containsExactly("ask", "ask", "answer");
            assertThat(context.usage()).isEqualTo(new Usage(3, 30, 15, 0));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void read_faultySteps_reportsEveryFaultAtItsLine() {
        var violations =
                violations(
                        """
                        signature: "question -> answer"
                        steps:
                          - {id: ask, signature: "question, context -> search_query"}
                          - {id: ask, signature: "question -> x", module: predictt}
                          - {id: b, use: nobody}
                          - {id: c, retrieve: {http: "not an address", query: ask.nothing}}
                          - {id: d}
                        """);
        assertThat(violations).extracting(Violation::line).containsExactly(3, 4, 4, 5, 6, 6, 7);
        assertThat(violations)
                .anySatisfy(v -> assertThat(v.message()).contains("did you mean 'predict'?"));
        assertThat(violations)
                .anySatisfy(
                        v -> assertThat(v.message()).contains("'context' has no earlier field"));
    }

    @Test
    void read_outputThatNoStepWrites_isNamed() {
        assertThat(
                        violations(
                                """
                                signature: "question -> answer"
                                steps:
                                  - {id: ask, signature: "question -> search_query"}
                                """))
                .singleElement()
                .satisfies(v -> assertThat(v.line()).isEqualTo(1))
                .satisfies(v ->
                        assertThat(v.message()).contains("no step writes the output 'answer'"));
    }

    /** The step's own faults are all there, and none that only follows from them. */
    @Test
    void read_useOfAMisspelledStep_namesItAndWhatElseIsWrongInTheStep() {
        var violations =
                violations(
                        """
                        signature: "question -> answer"
                        steps:
                          - {id: ask, signature: "question, context -> search_query", with: {context: ""}}
                          - {id: first, retrieve: {http: "http://127.0.0.1:1/search", query: ask.search_query}}
                          - {id: again, use: asq, with: {context: frist.passages}}
                          - {id: more, use: again, with: {context: again.search_query}}
                          - {id: answer, signature: "notes -> answer", with: {notes: more.search_query}}
                        """);
        assertThat(violations)
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("steps[2].use", "steps[2].with.context");
        assertThat(violations)
                .anySatisfy(v -> assertThat(v.message()).contains("did you mean 'ask'?"))
                .anySatisfy(v -> assertThat(v.message()).contains("'frist.passages'"));
    }

    @Test
    void read_onlyStepFaulty_namesItsFaultAlone() {
        assertThat(
                        violations(
                                "{signature: 'question -> answer', steps: [{id: a, signatur: 'question -> answer', with: {question: question}}]}"))
                .extracting(Violation::message)
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message).contains("this one has none"),
                        message -> assertThat(message).contains("did you mean 'signature'?"));
    }

    @Test
    void read_noSteps_isRefused() {
        assertThat(violations("{signature: 'question -> answer', steps: []}"))
                .extracting(Violation::message)
                .contains("a program needs at least one step");
    }

    @Test
    void read_faultySignature_namesTheMember() {
        assertThat(violations("{module: predict, signature: 'a b'}"))
                .extracting(Violation::field)
                .containsExactly("signature");
        assertThatThrownBy(() -> ProgramReader.read(Json.parse("{\"java\": \"no.such.Program\"}")))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining("no class 'no.such.Program'");
    }

    record Ticket(String ticketText) {}

    record Triage(String team, int urgency) {}

    /** A Java program of one predictor. */
    public static final class Router implements Program<Ticket, Triage> {
        private final Predict<Ticket, Triage> triage =
                Predict.of(Ticket.class, Triage.class, "Route it.");

        @Override
        public Triage run(Ticket input) {
            return triage.call(input);
        }
    }

    @Test
    void javaProgram_recordsAndFields_runLikeADeclaredOne() {
        var program = ProgramReader.read(Json.object().put("java", Router.class.getName()));
        assertThat(program.predictors()).extracting(Predictor::path).containsExactly("triage");
        LanguageModel model =
                request -> {
                    assertThat(request.messages().getLast().text()).contains("my box is late");
                    return new Completion(
                            "[[ ## team ## ]]\nbilling\n\n[[ ## urgency ## ]]\n3\n\n[[ ## completed ## ]]\n",
                            Completion.Finish.STOP,
                            Usage.NONE);
                };
        var context =
                new RunContext(
                        ProgramState.EMPTY,
                        model,
                        Adapters.standard(),
                        Sampling.UNSET,
                        Rollout.PLAIN);
        var result = context.run(() -> program.run(Fields.of("ticketText", "my box is late")));
        assertThat(Json.canonical(result.toJson()))
                .isEqualTo("{\"team\":\"billing\",\"urgency\":3}");
    }

    private static ProgramDefinition read(String yaml) {
        var document = Documents.parse(yaml);
        var violations = new Violations(document);
        var program = ProgramReader.read(Section.root(document, violations));
        violations.throwIfAny();
        if (program == null) throw new AssertionError("no program, no violation");
        return program;
    }

    private static List<Violation> violations(String yaml) {
        var document = Documents.parse(yaml);
        var violations = new Violations(document);
        assertThat(ProgramReader.read(Section.root(document, violations))).isNull();
        return violations.all();
    }
}
