package io.espalier.worker.openai;

import static io.espalier.worker.openai.ScriptedServer.error;
import static io.espalier.worker.openai.ScriptedServer.hangUp;
import static io.espalier.worker.openai.ScriptedServer.ok;
import static io.espalier.worker.openai.ScriptedServer.silence;
import static io.espalier.worker.openai.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.espalier.signatures.Fields;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.JobRunner;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.model.RememberingModel;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.DemoVectors;
import io.espalier.signatures.program.NearestDemos;
import io.espalier.signatures.program.ProgramReader;
import io.espalier.signatures.program.ProgramState;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds over every transport. */
abstract class OpenAiModelContract {
    private static final String SECRET = "the customer's secret is 4711-0815";
    private static final Retries QUICK =
            new Retries(4, 2, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(30));

    abstract Transport transport(Endpoint endpoint);

    private OpenAiModel model(ModelSpec spec, Map<String, String> environment) {
        var endpoint = Endpoint.of(spec, environment);
        return new OpenAiModel(endpoint, transport(endpoint), spec.sampling(), QUICK, new Pause());
    }

    private OpenAiModel model(ModelSpec spec) {
        return model(spec, Map.of());
    }

    private static ModelSpec spec(
            String url, @Nullable String keyEnv, @Nullable Integer concurrency, int seconds) {
        return new ModelSpec(
                "openai", "m", null, url, keyEnv, null, null, null, concurrency, seconds);
    }

    private static ModelRequest ask() {
        return ModelRequest.of(List.of(Message.system("Answer."), Message.user(SECRET)));
    }

    private static ModelException failure(OpenAiModel model, ModelRequest request) {
        var failure = catchThrowableOfType(ModelException.class, () -> model.complete(request));
        assertThat(failure).isNotNull();
        assertThat(failure).hasMessageNotContaining(SECRET);
        return failure;
    }

    @Test
    void embed_severalTexts_asksTheSamePlaceForVectors() throws Exception {
        var answer =
                """
                {"data": [{"embedding": [1, 0.5]}, {"embedding": [0, -1]}],
                 "usage": {"prompt_tokens": 7}}\
                """;
        try (var server = new ScriptedServer(error(500, "busy"), status(200, answer));
                var model = model(spec(server.url(), null, null, 30))) {
            var embeddings = model.embed("letters", List.of("one", "two"));

            assertThat(embeddings.vectors().getFirst()).containsExactly(1f, 0.5f);
            assertThat(embeddings.vectors().getLast()).containsExactly(0f, -1f);
            assertThat(embeddings.usage()).isEqualTo(new Usage(1, 7, 0, 0));
            assertThat(server.bodies.getLast())
                    .isEqualTo(
                            Json.parse("{\"model\": \"letters\", \"input\": [\"one\", \"two\"]}"));
        }
    }

    @Test
    void embed_atAPlaceWithoutEmbeddings_saysWhichModelIsMissing() throws Exception {
        try (var server = new ScriptedServer(error(404, "no such route"));
                var model = model(spec(server.url(), null, null, 30))) {
            var failure =
                    catchThrowableOfType(
                            ModelException.class, () -> model.embed("letters", List.of(SECRET)));

            assertThat(failure.blame()).isEqualTo(Blame.PROVIDER);
            assertThat(failure)
                    .hasMessageContaining("no model 'letters' or it makes no embeddings");
            assertThat(failure).hasMessageNotContaining(SECRET);
        }
    }

    @Test
    void embed_answeredInAnotherOrder_isSortedByPlace() throws Exception {
        var answer =
                """
                {"data": [{"index": 1, "embedding": [2]}, {"index": 0, "embedding": [1]}]}\
                """;
        try (var server = new ScriptedServer(status(200, answer));
                var model = model(spec(server.url(), null, null, 30))) {
            var vectors = model.embed("letters", List.of("one", "two")).vectors();

            assertThat(vectors.getFirst()).containsExactly(1f);
            assertThat(vectors.getLast()).containsExactly(2f);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\": [{\"embedding\": [1]}]}",
                "{\"data\": [{\"embedding\": [1]}, {\"embedding\": []}]}",
                "{\"data\": [{\"embedding\": [1]}, {\"embedding\": [\"x\"]}]}",
                "{\"data\": [{\"embedding\": [1, 1]}, {\"embedding\": [0, 0.0]}]}",
                "{\"data\": [{\"index\": 0, \"embedding\": [1]}, {\"index\": 0, \"embedding\": [1]}]}",
                "no JSON"
            })
    void embed_answeredWithSomethingElse_isTheProvidersFault(String answer) throws Exception {
        var wrong = status(200, answer);
        try (var server = new ScriptedServer(wrong, wrong, wrong, wrong);
                var model = model(spec(server.url(), null, null, 30))) {
            var failure =
                    catchThrowableOfType(
                            ModelException.class,
                            () -> model.embed("letters", List.of("one", "two")));

            assertThat(failure.blame()).isEqualTo(Blame.PROVIDER);
            assertThat(failure).hasMessageContaining("letters at " + server.url());
        }
    }

    /** The pool's vectors are in the state; inputs are embedded, each text once in a study. */
    @Test
    void run_withDemosByVectors_embedsItsInputsOnceAndShowsTheNearest() throws Exception {
        var program = ProgramReader.read(Json.object().put("signature", "question -> answer"));
        var demos =
                List.of(
                        Demo.labelled(Fields.of("question", "a far one", "answer", "no")),
                        Demo.labelled(Fields.of("question", "a near one", "answer", "yes")));
        var vectors =
                List.of(
                        DemoVectors.packed(new float[] {1, -1}),
                        DemoVectors.packed(new float[] {1, 1}));
        var nearest = new NearestDemos(1, List.of(), new DemoVectors("letters", vectors));
        var state = ProgramState.EMPTY.change("predict", p -> p.withDemos(demos, nearest));
        var example = Example.of(Fields.of("question", "and this one?", "answer", "yes"));
        var answer = ok("[[ ## answer ## ]]\nyes\n\n[[ ## completed ## ]]");
        var vector = status(200, "{\"data\": [{\"embedding\": [0.5, 0.6]}]}");
        try (var server = new ScriptedServer(vector, answer, answer);
                var model = model(spec(server.url(), null, null, 30))) {
            var remembering = RememberingModel.of(model);
            var runner =
                    new JobRunner(program, Adapters.standard(), remembering, Sampling.UNSET, null);
            var first = runner.run(state, example, Rollout.PLAIN);
            var second = runner.run(state, example, Rollout.draw(1, 1.0));

            assertThat(first.failure()).isNull();
            assertThat(second.failure()).isNull();
            assertThat(server.bodies).hasSize(3);
            assertThat(server.bodies.getFirst().path("input").path(0).asString())
                    .isEqualTo("and this one?");
            assertThat(Json.write(server.bodies.getLast()))
                    .contains("a near one")
                    .doesNotContain("a far one");
            assertThat(first.usage().calls()).isEqualTo(2);
            assertThat(second.usage().calls()).isEqualTo(1);
        }
    }

    @Test
    void request_withEverything_carriesTheOpenAiWire() throws Exception {
        try (var server = new ScriptedServer();
                var model = model(spec(server.url(), "KEY", null, 30), Map.of("KEY", "k-1 "))) {
            var format = Json.parse("{\"type\":\"json_object\"}");
            var image =
                    new Message(
                            Message.Role.USER,
                            List.of(
                                    new Message.Part.Text("what is it?"),
                                    new Message.Part.Image("data:image/png;base64,AA==")));
            model.complete(
                    new ModelRequest(
                            List.of(Message.system("\"Quoted\"\nGrüße"), image),
                            new Sampling(0.5, 0.9, 40, 7L),
                            List.of("END"),
                            format));
            assertThat(server.bodies.getFirst())
                    .isEqualTo(
                            Json.parse(
                                    """
                                    {"model": "m", "messages": [
                                      {"role": "system", "content": "\\"Quoted\\"\\nGrüße"},
                                      {"role": "user", "content": [
                                        {"type": "text", "text": "what is it?"},
                                        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}]}],
                                     "response_format": {"type": "json_object"}, "max_tokens": 40,
                                     "temperature": 0.5, "top_p": 0.9, "seed": 7, "stop": ["END"]}
                                    """));
            assertThat(server.authorizations).containsExactly("Bearer k-1");
        }
    }

    @Test
    void request_withoutSampling_takesTheSpecsAndLeavesOutTheRest() throws Exception {
        try (var server = new ScriptedServer()) {
            var spec =
                    new ModelSpec(
                            "openai", "m", null, server.url(), null, 0.0, null, 9, null, null);
            try (var model = model(spec)) {
                model.complete(ask());
                model.complete(ask().withSampling(Sampling.UNSET.withTemperature(1.0)));
            }
            assertThat(server.bodies.get(0).path("temperature").asDouble()).isZero();
            assertThat(server.bodies.get(1).path("temperature").asDouble()).isEqualTo(1.0);
            assertThat(server.bodies.get(1).path("max_tokens").asInt()).isEqualTo(9);
            assertThat(server.bodies.get(0).propertyNames())
                    .containsExactlyInAnyOrder("model", "messages", "temperature", "max_tokens");
            assertThat(server.authorizations).containsOnly("null");
        }
    }

    @Test
    void answer_withUsageAndLength_isReadWhole() throws Exception {
        var body =
                """
                {"choices": [{"message": {"role": "assistant", "content": "cut o"}, "finish_reason": "length"}],
                 "usage": {"prompt_tokens": 120, "completion_tokens": 3, "prompt_tokens_details": {"cached_tokens": 96}}}
                """;
        try (var server = new ScriptedServer(status(200, body));
                var model = model(server.spec())) {
            var completion = model.complete(ask());
            assertThat(completion.took()).isPositive();
            assertThat(completion)
                    .isEqualTo(
                            new Completion(
                                    "cut o",
                                    Completion.Finish.LENGTH,
                                    new Usage(1, 120, 3, 96),
                                    completion.took()));
        }
    }

    @Test
    void answer_withoutUsage_isCountedByItsCharacters() throws Exception {
        var body =
                """
                {"choices": [{"message": {"role": "assistant", "content": "nine char"}, "finish_reason": "stop"}]}
                """;
        try (var server = new ScriptedServer(status(200, body));
                var model = model(server.spec())) {
            var request = ModelRequest.of(List.of(Message.system("abcd"), Message.user("efg")));
            assertThat(model.complete(request).usage()).isEqualTo(new Usage(1, 2, 3, 0));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    content_filter | null | "No." | No.
                    content_filter | null | null  | ''
                    stop           | ""   | "No." | No.
                    content_filter | "Ab" | null  | Ab
                    """)
    void answer_thatIsARefusal_saysSo(String reason, String content, String refusal, String text)
            throws Exception {
        var body =
                """
                {"choices": [{"message": {"content": %s, "refusal": %s}, "finish_reason": "%s"}]}
                """
                        .formatted(content, refusal, reason);
        try (var server = new ScriptedServer(status(200, body));
                var model = model(server.spec())) {
            var completion = model.complete(ask());
            assertThat(completion.finish()).isEqualTo(Completion.Finish.REFUSED);
            assertThat(completion.text()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504, 529})
    void call_serverFaultThenAnswer_isRetried(int status) throws Exception {
        try (var server = new ScriptedServer(error(status, "later"), hangUp(), ok("fine"));
                var model = model(server.spec())) {
            assertThat(model.complete(ask()).text()).isEqualTo("fine");
            assertThat(server.requests()).isEqualTo(3);
        }
    }

    @Test
    void call_faultsWithoutEnd_failsAfterItsAttempts() throws Exception {
        var broken = error(500, "no luck");
        try (var server = new ScriptedServer(broken, broken, broken, broken, broken);
                var model = model(server.spec())) {
            var failure = failure(model, ask());
            assertThat(failure)
                    .hasMessage("m at " + server.url() + " answered 500: no luck (tried 4 times)");
            assertThat(failure.blame()).isEqualTo(Blame.PROVIDER);
            assertThat(server.requests()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>gateway</html>",
                "{\"choices\": []}",
                "{\"choices\": [{\"message\": {\"content\": [1]}}]}",
                ""
            })
    void answer_malformed_isRetriedThenNamed(String garbage) throws Exception {
        var step = status(200, garbage);
        try (var server = new ScriptedServer(step, ok("fine"), step, step, step, step);
                var model = model(server.spec())) {
            assertThat(model.complete(ask()).text()).isEqualTo("fine");
            assertThat(failure(model, ask())).hasMessageContaining("answered");
            assertThat(server.requests()).isEqualTo(6);
        }
    }

    @Test
    void rateLimit_withRetryAfter_holdsAllCallersBack() throws Exception {
        try (var server =
                        new ScriptedServer(
                                status(429, "{}", "retry-after-ms", "400"), ok("a"), ok("b"));
                var model = model(server.spec())) {
            var limited = Thread.ofVirtual().start(() -> model.complete(ask()));
            while (server.requests() == 0) Thread.onSpinWait();
            Thread.sleep(100); // the answer is on its way; the second caller comes after it
            model.complete(ask());
            limited.join();
            assertThat(server.requests()).isEqualTo(3);
            long first = server.arrivals.get(0);
            assertThat(server.arrivals.subList(1, 3))
                    .allSatisfy(at -> assertThat(at - first).isGreaterThan(399_000_000L));
        }
    }

    @Test
    void rateLimit_withoutRetryAfter_doesNotCountAsFailure() throws Exception {
        var busy = status(429, "{}");
        try (var server = new ScriptedServer(busy, busy, busy, busy, busy, busy, ok("fine"));
                var model = model(server.spec())) {
            assertThat(model.complete(ask()).text()).isEqualTo("fine");
        }
    }

    @Test
    void rateLimit_beyondPatience_failsAtOnce() throws Exception {
        try (var server = new ScriptedServer(status(429, "{}", "Retry-After", "3600"));
                var model = model(server.spec())) {
            assertThat(failure(model, ask()))
                    .hasMessageContaining("answered 429")
                    .hasMessageContaining("lower models.concurrency");
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void quota_spent_isNotRetried() throws Exception {
        var body = "{\"error\": {\"message\": \"quota spent\", \"code\": \"insufficient_quota\"}}";
        try (var server = new ScriptedServer(status(429, body));
                var model = model(server.spec())) {
            assertThat(failure(model, ask())).hasMessageContaining("quota spent");
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void unauthorized_saysWhichVariableAndNotTheKey() throws Exception {
        try (var server = new ScriptedServer(error(401, "bad key"));
                var model =
                        model(spec(server.url(), "MY_KEY", null, 30), Map.of("MY_KEY", "hush"))) {
            assertThat(failure(model, ask()))
                    .hasMessageContaining("the environment variable MY_KEY")
                    .hasMessageNotContaining("hush");
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void unauthorized_withoutKey_saysHowToNameOne() throws Exception {
        try (var server = new ScriptedServer(error(401, "who are you"));
                var model = model(server.spec())) {
            assertThat(failure(model, ask())).hasMessageContaining("as key-env of this model");
        }
    }

    @Test
    void notFound_namesModelAndUrl_isNotRetried() throws Exception {
        try (var server = new ScriptedServer(status(404, ""));
                var model = model(server.spec())) {
            assertThat(failure(model, ask()))
                    .hasMessageContaining("no model 'm'")
                    .hasMessageContaining(server.url());
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void badRequest_thatQuotesThePrompt_isToldWithoutIt() throws Exception {
        try (var server = new ScriptedServer(error(400, "cannot read '" + SECRET + "'"));
                var model = model(server.spec())) {
            assertThat(failure(model, ask()))
                    .hasMessageContaining("answered 400")
                    .hasMessageContaining("quotes the prompt");
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @Test
    void keyVariable_notSet_isNamed() {
        var failure =
                catchThrowableOfType(
                        ModelException.class,
                        () -> model(spec("http://127.0.0.1:1/v1", "NO_SUCH_KEY", null, 30)));
        assertThat(failure)
                .hasMessageContaining("NO_SUCH_KEY")
                .hasMessageContaining("http://127.0.0.1:1/v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:8800/v1", "ftp://h/v1", "http://", "http://a b/v1"})
    void url_thatIsNone_isNamed(String url) {
        assertThat(
                        catchThrowableOfType(
                                ModelException.class, () -> model(ModelSpec.openai(url, "m"))))
                .hasMessageContaining("models.url");
    }

    @Test
    void server_notRunning_saysSo() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port + "/v1";
        try (var model = model(ModelSpec.openai(url, "m"))) {
            var failure = failure(model, ask());
            assertThat(failure.blame()).isEqualTo(Blame.PROVIDER);
            assertThat(failure)
                    .message()
                    .startsWithIgnoringCase("cannot reach " + url + ": connection refused")
                    .contains("is the server running?");
        }
    }

    @Test
    void server_tooSlow_isTriedTwiceThenNamed() throws Exception {
        try (var server = new ScriptedServer(silence(), silence(), ok("never asked"));
                var model = model(spec(server.url(), null, null, 1))) {
            assertThat(failure(model, ask())).hasMessageContaining("did not answer within 1 s");
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @Test
    void option_refused_isLeftOutFromThenOn() throws Exception {
        try (var server =
                        new ScriptedServer(
                                error(400, "response_format is unavailable now"),
                                error(400, "Unsupported parameter: 'max_tokens', use another"));
                var model = model(server.spec())) {
            var request =
                    new ModelRequest(
                            ask().messages(),
                            new Sampling(0.0, null, 30, null),
                            List.of(),
                            Json.parse("{\"type\":\"json_object\"}"));
            assertThat(model.complete(request).text()).isEqualTo("ok");
            assertThat(model.complete(request).text()).isEqualTo("ok");
            assertThat(server.requests()).isEqualTo(4);
            assertThat(server.bodies.get(3).propertyNames())
                    .containsExactlyInAnyOrder(
                            "model", "messages", "temperature", "max_completion_tokens");
        }
    }

    @Test
    void stop_refused_isCutOnThisSide() throws Exception {
        try (var server =
                        new ScriptedServer(
                                error(400, "unknown field stop"), ok("first END second END"));
                var model = model(server.spec())) {
            var request =
                    new ModelRequest(
                            ask().messages(), Sampling.UNSET, List.of("second", "END"), null);
            assertThat(model.complete(request).text()).isEqualTo("first ");
        }
    }

    @Test
    void value_outOfRange_isNotTakenForARefusal() throws Exception {
        try (var server = new ScriptedServer(error(400, "temperature must be at most 1"));
                var model = model(server.spec())) {
            var hot = ask().withSampling(Sampling.UNSET.withTemperature(2.0));
            assertThat(failure(model, hot)).hasMessageContaining("at most 1");
        }
    }

    @Test
    void concurrency_limited_neverExceeded() throws Exception {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        ScriptedServer.Step busy =
                exchange -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.sleep(20);
                    now.decrementAndGet();
                    ok("done").answer(exchange);
                };
        var steps = new ScriptedServer.Step[24];
        java.util.Arrays.fill(steps, busy);
        try (var server = new ScriptedServer(steps);
                var model = model(spec(server.url(), null, 3, 30))) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < steps.length; i++) {
                    var unused = threads.submit(() -> model.complete(ask()));
                }
            }
            assertThat(server.requests()).isEqualTo(steps.length);
            assertThat(most.get()).isEqualTo(3);
        }
    }

    @Test
    void call_interrupted_endsAndKeepsTheFlag() throws Exception {
        try (var server = new ScriptedServer(silence());
                var model = model(server.spec())) {
            var seen = new AtomicReference<ModelException>();
            var flag = new AtomicReference<Boolean>();
            var caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                seen.set(failure(model, ask()));
                                flag.set(Thread.currentThread().isInterrupted());
                            });
            while (server.requests() == 0) Thread.onSpinWait();
            caller.interrupt();
            assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
            assertThat(seen.get()).hasMessageContaining("cancelled");
            assertThat(flag.get()).isTrue();
            assertThat(model.complete(ask()).text()).as("the slot is free again").isEqualTo("ok");
        }
    }
}
