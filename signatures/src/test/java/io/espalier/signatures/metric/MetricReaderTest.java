package io.espalier.signatures.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.SignatureParser;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.document.Documents;
import io.espalier.signatures.document.Section;
import io.espalier.signatures.document.Violation;
import io.espalier.signatures.document.Violations;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Usage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricReaderTest {
    private static final Signature SIGNATURE =
            SignatureParser.parse("text -> team, total: float, lines: list[str]", null);

    private static final MetricReader.Judges NO_JUDGES =
            role -> {
                throw new AssertionError("no judge here");
            };

    @Test
    void exact_blanksAndNumberForms_areEqual() {
        var metric = metric("exact");
        var example = example("{team: billing, total: 3, lines: [a, b], note: extra}");
        assertThat(
                        metric.score(
                                        example,
                                        fields("{team: ' billing ', total: 3.0, lines: [a, b]}"))
                                .value())
                .isEqualTo(1);
        var wrong = metric.score(example, fields("{team: shipping, total: 3, lines: [a]}"));
        assertThat(wrong.value()).isZero();
        assertThat(wrong.feedback())
                .contains("team: expected 'billing', received 'shipping'")
                .contains("lines:");
    }

    @Test
    void f1_words_areComparedInNormalForm() {
        var metric = metric("{f1: team}");
        assertThat(metric.score(example("{team: The Red Fox}"), fields("{team: red fox!}")).value())
                .isEqualTo(1);
        assertThat(
                        metric.score(example("{team: red fox jumps}"), fields("{team: red dog}"))
                                .value())
                .isCloseTo(0.4, within(1e-9));
        assertThat(metric.score(example("{team: [x, red fox]}"), fields("{team: red fox}")).value())
                .isEqualTo(1);
        assertThat(metric.score(example("{team: red}"), fields("{}")).value()).isZero();
    }

    @Test
    void tolerance_numbersInText_areReadAndCompared() {
        var metric = metric("{tolerance: {field: total, absolute: 0.01, relative: 0.1}}");
        assertThat(metric.score(example("{total: 100}"), fields("{total: 109.9}")).value())
                .isEqualTo(1);
        assertThat(metric.score(example("{total: 100}"), fields("{total: '111'}")).value())
                .isZero();
        assertThat(metric.score(example("{total: 100}"), fields("{total: many}")).feedback())
                .contains("many");
        assertThatThrownBy(() -> metric.score(example("{total: none}"), fields("{total: 1}")))
                .isInstanceOf(MetricException.class);
    }

    @Test
    void containsRegexJson_eachScoresItsWay() {
        assertThat(
                        metric("{contains: team}")
                                .score(example("{team: Oslo}"), fields("{team: in oslo today}"))
                                .value())
                .isEqualTo(1);
        assertThat(
                        metric("{regex: {field: team, pattern: '^[a-z]+$'}}")
                                .score(example("{}"), fields("{team: abc1}"))
                                .value())
                .isZero();
        var json =
                metric("{json: [lines]}")
                        .score(example("{lines: [a, b, c, d]}"), fields("{lines: [a, x, c]}"));
        assertThat(json.value()).isEqualTo(0.5);
        assertThat(json.parts()).containsEntry("lines", 0.5);
    }

    @Test
    void combinations_weighLayAndCut() {
        var example = example("{team: a, total: 1}");
        var half = fields("{team: a, total: 2}");
        assertThat(
                        metric(
                                        "{weighted: {t: {metric: {exact: team}, weight: 3}, n: {metric: {exact: total}}}}")
                                .score(example, half)
                                .value())
                .isEqualTo(0.75);
        var first =
                metric(
                        "{lexicographic: {t: {metric: {exact: team}}, n: {metric: {exact: total}}}}");
        assertThat(first.score(example, half).value())
                .isGreaterThan(first.score(example, fields("{team: b, total: 1}")).value());
        assertThat(
                        metric("{threshold: {metric: {f1: team}, least: 0.4}}")
                                .score(example("{team: red fox}"), fields("{team: red}"))
                                .value())
                .isEqualTo(1);
    }

    @Test
    void judge_modelsVerdict_isTheScore() {
        var document =
                Json.parse("{\"judge\": {\"model\": \"reflection\", \"ask\": \"Is it polite?\"}}");
        var metric =
                MetricReader.read(
                        document,
                        SIGNATURE,
                        role ->
                                request -> {
                                    assertThat(request.messages().getFirst().text())
                                            .contains("Is it polite?");
                                    return new Completion(
                                            "[[ ## reason ## ]]\nblunt\n\n[[ ## score ## ]]\n0.25\n\n[[ ## completed ## ]]\n",
                                            Completion.Finish.STOP,
                                            Usage.NONE);
                                },
                        Adapters.standard());
        assertThat(metric.score(example("{team: a}"), fields("{team: b}")))
                .isEqualTo(Score.of(0.25, "blunt"));
    }

    @Test
    void command_manyCallersAtOnce_areAnsweredById(@TempDir Path folder) throws Exception {
        var script = folder.resolve("metric.sh");
        // Answers pairs in the wrong order, so that only ids can tell whose answer it is.
        Files.writeString(
                script,
                """
                while read -r a && read -r b; do
                  for line in "$b" "$a"; do
                    id=$(printf '%s' "$line" | sed 's/.*"id":"\\([^"]*\\)".*/\\1/')
                    score=$(printf '%s' "$line" | sed 's/.*"prediction":{"total":\\([0-9.]*\\)}.*/\\1/')
                    printf '{"id": "%s", "score": %s, "feedback": "seen"}\\n' "$id" "$score"
                  done
                done
                """);
        try (var metric = metric("{command: [sh, metric.sh], directory: '" + folder + "'}");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Double>> calls =
                    IntStream.range(0, 20)
                            .<Callable<Double>>mapToObj(i ->
                                    () ->
                                            metric.score(
                                                            example("{}"),
                                                            Fields.of("total", i / 20.0))
                                                    .value())
                            .toList();
            var scores = threads.invokeAll(calls);
            for (int i = 0; i < 20; i++) assertThat(scores.get(i).get()).isEqualTo(i / 20.0);
        }
    }

    @Test
    void command_crash_isTheMetricsFaultAndShowsInputAndLastWords(@TempDir Path folder) {
        try (var metric =
                metric(
                        "{command: [sh, -c, 'read -r line; echo broken pipe dream >&2; exit 3'], directory: '"
                                + folder
                                + "'}")) {
            assertThatThrownBy(() -> metric.score(example("{team: a}"), fields("{team: zebra}")))
                    .isInstanceOf(MetricException.class)
                    .hasMessageContaining("zebra")
                    .hasMessageContaining("broken pipe dream");
        }
        try (var metric =
                metric(
                        "{command: [sh, -c, 'while read -r line; do echo what; done'], directory: '"
                                + folder
                                + "'}")) {
            assertThatThrownBy(() -> metric.score(example("{team: a}"), fields("{team: zebra}")))
                    .isInstanceOf(MetricException.class)
                    .hasMessageContaining("what")
                    .hasMessageContaining("cannot be read");
        }
        try (var metric =
                metric("{command: [no-such-program-here], directory: '" + folder + "'}")) {
            assertThatThrownBy(() -> metric.score(example("{}"), fields("{}")))
                    .hasMessageContaining("cannot be started");
        }
    }

    @Test
    void command_thatCrashesOnce_isStartedAgain(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("metric.sh"),
                """
                if [ ! -e started ]; then touch started; read -r line; exit 1; fi
                while read -r line; do echo '{"score": 1}'; done
                """);
        try (var metric = metric("{command: [sh, metric.sh], directory: '" + folder + "'}")) {
            assertThatThrownBy(() -> metric.score(example("{}"), fields("{}")))
                    .isInstanceOf(MetricException.class);
            assertThat(metric.score(example("{}"), fields("{}")).value())
                    .as("an answer without an id is for the oldest question")
                    .isEqualTo(1);
        }
    }

    @Test
    void command_thatAlwaysCrashes_isGivenUp(@TempDir Path folder) {
        try (var metric =
                metric("{command: [sh, -c, 'echo x >> starts'], directory: '" + folder + "'}")) {
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> metric.score(example("{}"), fields("{}")))
                        .isInstanceOf(MetricException.class);
            }
            assertThatThrownBy(() -> metric.score(example("{}"), fields("{}")))
                    .hasMessageContaining("is not started again");
            assertThat(folder.resolve("starts")).content().hasLineCount(4);
        }
    }

    @Test
    void command_thatTalksMuchOnStandardError_isNotBlocked(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("metric.sh"),
                """
                while read -r line; do
                  i=0
                  while [ $i -lt 2000 ]; do
                    echo "one of very many lines of chatter that nobody ever reads" >&2
                    i=$((i + 1))
                  done
                  echo '{"score": 0.5}'
                done
                """);
        try (var metric = metric("{command: [sh, metric.sh], directory: '" + folder + "'}")) {
            for (int i = 0; i < 3; i++) {
                assertThat(metric.score(example("{}"), fields("{}")).value()).isEqualTo(0.5);
            }
        }
    }

    @Test
    void http_answers_areRead() throws Exception {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/metric",
                exchange -> {
                    var question =
                            Json.parse(
                                    new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    var good =
                            question.path("prediction")
                                    .path("team")
                                    .asString()
                                    .equals(question.path("example").path("team").asString());
                    var answer =
                            ("{\"score\": " + (good ? 1 : 7) + "}")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        try {
            var metric =
                    metric(
                            "{http: 'http://127.0.0.1:"
                                    + server.getAddress().getPort()
                                    + "/metric'}");
            assertThat(metric.score(example("{team: a}"), fields("{team: a}")).value())
                    .isEqualTo(1);
            assertThatThrownBy(() -> metric.score(example("{team: a}"), fields("{team: b}")))
                    .hasMessageContaining("score is 7")
                    .hasMessageContaining("expected: 0..1");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void document_everyKind_roundTrips() {
        for (var text :
                List.of(
                        "exact",
                        "{exact: [team]}",
                        "{f1: team}",
                        "{tolerance: {field: total, absolute: 1}}",
                        "{contains: team}",
                        "{regex: {field: team, pattern: a+}}",
                        "{json: [lines]}",
                        "{weighted: {a: {metric: exact, weight: 2}}}",
                        "{lexicographic: {a: {metric: exact}}}",
                        "{threshold: {metric: exact, least: 1}}",
                        "format",
                        "{tokens: {worst: 3000}}",
                        "{calls: {worst: 4, best: 1}}",
                        "{cost: {worst: 0.002, price: {prompt: 1, completion: 2}}}",
                        "{latency: {worst: 2.5}}",
                        "{length: {worst: 60}}",
                        "{length: {field: team, unit: characters, worst: 60, best: 10}}",
                        "{pareto: {a: exact, b: {metric: format, weight: 3}}}",
                        "{constrained: {maximize: exact, subject-to: {f: {metric: format, at-least: 1}}}}",
                        "{command: [sh, x]}",
                        "{http: 'http://h/p'}")) {
            var document = metric(text).document();
            assertThat(
                            MetricReader.read(document, SIGNATURE, NO_JUDGES, Adapters.standard())
                                    .document())
                    .isEqualTo(document);
        }
    }

    @Test
    void read_faults_areViolations() {
        assertThat(violations("metric: exat"))
                .singleElement()
                .satisfies(v -> assertThat(v.message()).contains("exat"));
        assertThat(violations("metric: exakt"))
                .singleElement()
                .satisfies(v ->
                        assertThat(v.message())
                                .startsWith("'exakt' is no metric of that name")
                                .contains("did you mean 'exact'?"));
        assertThat(violations("metric: f1"))
                .singleElement()
                .satisfies(v -> assertThat(v.message()).contains("'f1' is no metric without set"));
        assertThat(violations("metric: {exct: [team]}"))
                .singleElement()
                .satisfies(v ->
                        assertThat(v.message())
                                .startsWith("names no metric but 'exct', did you mean 'exact'?"));
        assertThat(violations("metric: {weighted: {a: {tresholt: {metric: exact}}}}"))
                .singleElement()
                .satisfies(v -> assertThat(v.message()).contains("did you mean 'threshold'?"));
        assertThat(violations("metric: {f1: totl}"))
                .singleElement()
                .satisfies(v -> assertThat(v.message()).contains("did you mean 'total'?"));
        assertThat(violations("metric: {f1: nowhere}"))
                .singleElement()
                .satisfies(v -> {
                    assertThat(v.field()).isEqualTo("metric.f1");
                    assertThat(v.message())
                            .contains("'nowhere' is no output")
                            .contains("team, total, lines");
                });
        assertThat(violations("metric: {regex: {field: team, pattern: '('}}")).hasSize(1);
        assertThat(violations("metric: {f1: team, exact: [team]}"))
                .singleElement()
                .satisfies(v -> assertThat(v.message()).contains("several"));
        assertThat(violations("metric: {}")).hasSize(1);
        assertThat(violations("metric: {weighted: {a: {metric: {f1: x}, weight: -1}}}")).hasSize(2);
        assertThat(violations("other: 1"))
                .singleElement()
                .satisfies(v -> assertThat(v.message()).contains("is missing"));
    }

    @Test
    void faults_ofAMetricWhoseProgramCannotBeRead_areThoseThatDoNotDependOnIt() {
        var document =
                Documents.parse("metric: {weighted: {a: {f1: any}, b: {exct: any}, c: exact}}");
        var violations = new Violations(document);
        MetricReader.read(Section.root(document, violations), "metric", null, ".", null);
        assertThat(violations.all())
                .singleElement()
                .satisfies(v -> assertThat(v.message()).contains("'exct'"));
    }

    private static List<Violation> violations(String yaml) {
        var document = Documents.parse(yaml);
        var violations = new Violations(document);
        assertThat(
                        MetricReader.read(
                                Section.root(document, violations), "metric", SIGNATURE, ".", null))
                .isNull();
        return violations.all();
    }

    private static Metric metric(String yaml) {
        return MetricReader.read(
                Documents.parse(yaml).root(), SIGNATURE, NO_JUDGES, Adapters.standard());
    }

    private static Example example(String yaml) {
        return Example.of(fields(yaml));
    }

    private static Fields fields(String yaml) {
        return Fields.of(Documents.parse(yaml).root());
    }
}
