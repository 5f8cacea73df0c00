package io.espalier.signatures.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.signatures.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DocumentsTest {

    @Test
    void parse_nestedYaml_knowsEveryMembersLine() {
        var document =
                Documents.parse(
                        """
                        name: x
                        data:
                          train: a.jsonl
                        steps:
                          - {id: one}
                          - id: two
                            use: one
                        """);
        assertThat(document.line("name")).isEqualTo(1);
        assertThat(document.line("data.train")).isEqualTo(3);
        assertThat(document.line("steps[0].id")).isEqualTo(5);
        assertThat(document.line("steps[1].use")).isEqualTo(7);
        assertThat(document.line("data.validation")).as("missing: its parent's").isEqualTo(2);
    }

    @Test
    void parse_scalars_haveTheirTypes() {
        var root =
                Documents.parse(
                                "{a: 1, b: 1.5, c: true, d: null, e: '1', f: 123456789012345678901234567890}")
                        .root();
        assertThat(root.get("a").isIntegralNumber()).isTrue();
        assertThat(root.get("b").doubleValue()).isEqualTo(1.5);
        assertThat(root.get("c").booleanValue()).isTrue();
        assertThat(root.get("d").isNull()).isTrue();
        assertThat(root.get("e").isString()).isTrue();
        assertThat(root.get("f").isBigInteger()).isTrue();
    }

    @Test
    void parse_faultySyntax_namesTheLine() {
        assertThatThrownBy(() -> Documents.parse("a: 1\nb: [1, 2\nc: 3\n"))
                .isInstanceOfSatisfying(
                        InvalidDocument.class,
                        e -> assertThat(e.violations().getFirst().line()).isEqualTo(3));
        assertThatThrownBy(() -> Documents.parse("a: 1\na: 2\n"))
                .hasMessageContaining("line 2")
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> Documents.parse("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> Documents.parse("a: !!java.net.URL [x]\n"))
                .isInstanceOf(InvalidDocument.class);
    }

    @Test
    void parse_endlessDocuments_areFaults() {
        for (var text : List.of("a: &x [*x]", "a: &x {b: *x}", "[".repeat(20_000))) {
            assertThatThrownBy(() -> Documents.parse(text)).isInstanceOf(InvalidDocument.class);
        }
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> Documents.parse(bomb.toString()))
                .isInstanceOf(InvalidDocument.class);
    }

    @Test
    void parse_numbersThatJsonLacks_areTextsOrFaults() {
        for (var text : List.of("0x1F", "0o17", ".inf", "-.INF", ".NaN", "+12", "1_000", "007")) {
            try {
                var value = Documents.parse("a: " + text).root().get("a");
                assertThat(value.isString() || value.isNumber()).as(text).isTrue();
            } catch (InvalidDocument e) {
                assertThat(e.violations().getFirst().line()).as(text).isEqualTo(1);
            }
        }
    }

    /** Every member of a random tree is found on the line on which it was written. */
    @Property(tries = 200)
    void parse_anyTree_keepsValuesAndLines(@ForAll("trees") JsonNode tree) {
        var text = new StringBuilder();
        var lines = new HashMap<String, Integer>();
        write(tree, "", "", text, lines, new AtomicInteger(1));

        var document = Documents.parse(text.toString());

        assertThat(document.root()).isEqualTo(tree);
        lines.forEach((path, line) -> assertThat(document.line(path)).as(path).isEqualTo(line));
    }

    @Provide
    Arbitrary<JsonNode> trees() {
        var leaves =
                Arbitraries.oneOf(
                        Arbitraries.strings()
                                .withCharRange(' ', '~')
                                .withChars('\n', '\t', 'é', '世')
                                .ofMaxLength(12)
                                .map(Json::text),
                        Arbitraries.longs().map(n -> Json.parse(Long.toString(n))),
                        Arbitraries.of("true", "false", "null", "0.5").map(Json::parse));
        return Arbitraries.recursive(() -> leaves, DocumentsTest::level, 0, 3)
                .filter(JsonNode::isObject);
    }

    private static Arbitrary<JsonNode> level(Arbitrary<JsonNode> inner) {
        var names = Arbitraries.strings().withCharRange('a', 'e').ofMinLength(1).ofMaxLength(3);
        return Arbitraries.maps(names, inner)
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(members -> {
                    var object = Json.object();
                    members.forEach(object::set);
                    return object;
                });
    }

    /** As a person writes it: a member a line, objects indented. */
    private static void write(
            JsonNode node,
            String path,
            String indent,
            StringBuilder text,
            Map<String, Integer> lines,
            AtomicInteger line) {
        for (var member : node.properties()) {
            var at = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            lines.put(at, line.getAndIncrement());
            text.append(indent).append('"').append(member.getKey()).append("\":");
            if (member.getValue().isObject()) {
                text.append('\n');
                write(member.getValue(), at, indent + "  ", text, lines, line);
            } else {
                text.append(' ').append(Json.write(member.getValue())).append('\n');
            }
        }
    }

    @Test
    void section_manyFaults_reportsAllWithLines() {
        var document =
                Documents.parse(
                        """
                        name: 5
                        seed: -1
                        optimiser: x
                        list: word
                        share: lots
                        """);
        var violations = new Violations(document);
        var section = Section.root(document, violations);
        assertThat(section.requiredText("name")).isEqualTo("5");
        section.integer("seed", 0, 10);
        section.sections("list");
        section.decimal("share", 0, 1);
        section.requiredText("program");
        section.value("optimizer");
        section.rejectOthers();
        assertThat(violations.all())
                .extracting(Violation::field, Violation::line)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("program", 1),
                        org.assertj.core.groups.Tuple.tuple("seed", 2),
                        org.assertj.core.groups.Tuple.tuple("optimiser", 3),
                        org.assertj.core.groups.Tuple.tuple("list", 4),
                        org.assertj.core.groups.Tuple.tuple("share", 5));
        assertThat(violations.all().get(2).message()).contains("did you mean 'optimizer'?");
    }

    @Test
    void section_protobufForm_readsUnderscoresAndNumbersAsText() {
        var document = Documents.parse("{metric_calls: '1000', max_tokens: 8.0}");
        var violations = new Violations(document);
        var section = Section.root(document, violations);
        assertThat(section.integer("metric-calls", 0, Long.MAX_VALUE)).isEqualTo(1000);
        assertThat(section.integer("max-tokens", 1, 100)).isEqualTo(8);
        section.rejectOthers();
        assertThat(violations.all()).isEqualTo(List.of());
    }
}
