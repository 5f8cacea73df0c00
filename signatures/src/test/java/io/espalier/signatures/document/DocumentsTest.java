package io.espalier.signatures.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

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
