package io.espalier.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.python.TestPython;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * From DSPy's file to the wire: a state that the real package saved is imported, and the requests
 * that reach an endpoint through node and worker are the ones that DSPy makes.
 */
class DspyRequestsTest {
    private static final String MAKE =
            """
            import json, sys
            import dspy
            class Two(dspy.Module):
                def __init__(self):
                    super().__init__()
                    self.ask = dspy.ChainOfThought("question, context: list[str] -> search_query, sure: float")
                    self.answer = dspy.Predict("question, search_query -> answer: dict[str, float]")
            program = Two()
            ask, answer = program.ask.predict, program.answer
            ask.signature = ask.signature.with_instructions("Find words.\\n  Few of them.").with_updated_fields("question", desc="in any language")
            ask.demos = [dspy.Example(augmented=True, question="ü?", context=["a", "b\\nc"], reasoning="r", search_query="q", sure=1.0),
                         {"question": "half", "sure": 0.5}]
            answer.demos = [{"question": "1?", "search_query": "x & y", "answer": {"right": 2.0, "left": 0.25}}]
            program.save(sys.argv[1])
            chat = dspy.ChatAdapter()
            print(json.dumps([chat.format(ask.signature, ask.demos, {"question": "Where?", "context": ["here", "«there»"]}),
                              chat.format(answer.signature, answer.demos, {"question": "Where?", "search_query": "sea"})]))
            """;
    private static final String PROGRAM =
            """
            signature: "question, context: list[str] -> answer: dict[str, float]"
            steps:
              - {id: ask, module: chain-of-thought, signature: "question, context: list[str] -> search_query, sure: float"}
              - {id: answer, signature: "question, search_query -> answer: dict[str, float]"}
            """;

    private static final String STUDY =
            """
            version: 1
            name: scores
            program: {module: chain-of-thought, signature: "text -> score: float"}
            data: {train: train.jsonl, validation: validation.jsonl}
            metric: exact
            optimizer: {name: labeled-few-shot, k: 3}
            models: {task: {provider: openai, model: any, url: "http://127.0.0.1:%d/v1"}}
            framing: dspy
            seed: 1
            """;
    private static final String LOAD =
            """
            import json, sys
            import dspy
            chat = dspy.ChatAdapter()
            before, after = dspy.ChainOfThought("text -> score: float"), dspy.ChainOfThought("text -> score: float")
            after.load(sys.argv[1])
            print(json.dumps([chat.format(p.predict.signature, p.predict.demos, {"text": "row %d" % i})
                              for p in (before, after) for i in range(6, 10)]))
            """;

    @TempDir Path folder;
    private final ArrayNode asked = Json.array();
    private final Queue<String> replies =
            new ArrayDeque<>(
                    List.of(
                            "[[ ## reasoning ## ]]\nr\n\n[[ ## search_query ## ]]\nsea\n\n[[ ## sure ## ]]\n1",
                            "[[ ## answer ## ]]\n{\"a\": 1}"));
    private final HttpServer endpoint;

    DspyRequestsTest() throws IOException {
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void listen() {
        endpoint.createContext("/v1/chat/completions", this::answer);
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var messages = Json.parse(body).path("messages");
        asked.add(messages);
        var reply = replies.poll();
        var answer = Json.object();
        var choice = answer.putArray("choices").addObject().put("finish_reason", "stop");
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", reply == null ? judged(messages) : reply);
        answer.putObject("usage").put("prompt_tokens", 1).put("completion_tokens", 1);
        var bytes = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Right only where there are demonstrations, so that the study finds them worth having. */
    private static String judged(JsonNode messages) {
        var score = messages.size() > 2 ? "1.0" : "0.0";
        return "[[ ## reasoning ## ]]\nr\n\n[[ ## score ## ]]\n" + score;
    }

    @Test
    void predict_ofAnImportedRelease_sendsDspysRequests() throws Exception {
        var state = folder.resolve("state.json");
        var theirs = python(MAKE, state);
        var program = Files.writeString(folder.resolve("two.yaml"), PROGRAM);
        var home = folder.resolve("home");
        var model =
                "{\"provider\": \"openai\", \"model\": \"any\", \"url\": \"http://127.0.0.1:"
                        + endpoint.getAddress().getPort()
                        + "/v1\"}";

        var in =
                CommandLineUse.of(
                        "import",
                        "--dspy",
                        state,
                        "--program",
                        program,
                        "--framing",
                        "dspy",
                        "--model",
                        model,
                        "--home",
                        home,
                        "--json");
        assertThat(in.code()).as(in.out() + in.err()).isZero();
        var out =
                CommandLineUse.of(
                        "predict",
                        "two@1",
                        "--input",
                        "{\"question\": \"Where?\", \"context\": [\"here\", \"«there»\"]}",
                        "--home",
                        home,
                        "--json");

        assertThat(out.code()).as(out.out() + out.err()).isZero();
        assertThat(out.json().at("/outputs/answer/a").asDouble()).isEqualTo(1);
        assertThat(Json.write(asked)).isEqualTo(Json.write(theirs));
    }

    /** All requests of a study, and of its result once DSPy has loaded it. */
    @Test
    void run_underDspysFraming_sendsDspysRequestsAndExportsThem() throws Exception {
        requirePython();
        var rows = "{\"text\": \"row %d\", \"score\": 1.0}\n";
        var train = new StringBuilder();
        var validation = new StringBuilder();
        for (var i = 0; i < 6; i++) train.append(rows.formatted(i));
        for (var i = 6; i < 10; i++) validation.append(rows.formatted(i));
        Files.writeString(folder.resolve("train.jsonl"), train);
        Files.writeString(folder.resolve("validation.jsonl"), validation);
        var study =
                Files.writeString(
                        folder.resolve("study.yaml"),
                        STUDY.formatted(endpoint.getAddress().getPort()));
        replies.clear();
        var home = folder.resolve("home");

        var run = CommandLineUse.of("run", study, "--home", home, "--json");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        var state = folder.resolve("state.json");
        var export = CommandLineUse.of("export", "scores@1", "--dspy", state, "--home", home);
        assertThat(export.code()).as(export.err()).isZero();

        var theirs = python(LOAD, state);
        assertThat(distinct(asked)).isEqualTo(distinct(theirs));
        assertThat(distinct(asked)).hasSize(8);
    }

    private static TreeSet<String> distinct(JsonNode conversations) {
        var all = new TreeSet<String>();
        conversations.forEach(messages -> all.add(Json.write(messages)));
        return all;
    }

    private static Path requirePython() {
        var python = TestPython.executable();
        if (!python.toString().equals(System.getenv("ESPALIER_PYTHON"))) {
            var sentence = "framing dspy reads ESPALIER_PYTHON, which './espalier test' sets";
            if ("1".equals(System.getenv("ESPALIER_REQUIRE_PYTHON"))) fail(sentence);
            Assumptions.abort(sentence);
        }
        return python;
    }

    /** Lets the real package save its state and say what it would send. */
    private JsonNode python(String source, Path state) throws Exception {
        var python = requirePython();
        var script = Files.writeString(folder.resolve("source.py"), source);
        var printed = folder.resolve("printed");
        var builder =
                new ProcessBuilder(python.toString(), script.toString(), state.toString())
                        .redirectError(folder.resolve("errors").toFile())
                        .redirectOutput(printed.toFile());
        builder.environment().put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
        builder.environment().put("DSPY_CACHEDIR", folder.resolve("cache").toString());
        var code = builder.start().waitFor();
        assertThat(code).as(Files.readString(folder.resolve("errors"))).isZero();
        return Json.parse(Files.readString(printed));
    }
}
