package io.espalier.deploy.bench.quality;

import static io.espalier.deploy.bench.quality.Lines.line;
import static io.espalier.deploy.bench.quality.Run.Side.DSPY;
import static io.espalier.deploy.bench.quality.Run.Side.ESPALIER;
import static io.espalier.deploy.bench.quality.SynthTask.INTENT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of results, and the names on the command line. */
class PageTest {
    @Test
    void generatedPart_isReplacedAlone() {
        var page = GeneratedPart.in("# Quality\n\nBy hand.\n", "one\n") + "\nAlso by hand.\n";
        var again = GeneratedPart.in(page, "two\n");
        assertThat(again).startsWith("# Quality\n\nBy hand.\n").endsWith("\nAlso by hand.\n");
        assertThat(again).contains("two\n").doesNotContain("one\n");
    }

    @Test
    void markdown_hasScoresPairsCostsAndGoals() {
        var report =
                new QualityReport(
                        List.of(
                                line(ESPALIER, INTENT, 0, "simba", 73, 80),
                                line(DSPY, INTENT, 0, "simba", 70, 100)));
        assertThat(report.markdown())
                .contains("| simba     | espalier | 73.0   |")
                .contains("| simba     | +3.0   | **+3.0** | 1     | 0.80")
                .contains("- simba: **met, on too few draws");
        assertThat(report.json().path("verdicts")).hasSize(1);
        assertThat(report.json().path("runs")).hasSize(2);
    }

    @Test
    void shares_haveATableOfTheirOwn_besideDspysRun() {
        var report =
                new QualityReport(
                        List.of(
                                line(0.5, INTENT, 0, "simba", 72, 40),
                                line(ESPALIER, INTENT, 0, "simba", 73, 80),
                                line(DSPY, INTENT, 0, "simba", 70, 100),
                                line(ESPALIER, INTENT, 0, "simba", 73, 80, 50, 64, 3),
                                line(DSPY, INTENT, 0, "simba", 70, 100, 50, 8, 10)));
        assertThat(report.markdown())
                .contains("| simba     | espalier | 73.0   |")
                .containsPattern(
                        "\\| simba +\\| 73.0 +\\| \\*\\*\\+3.0\\*\\* +\\| \\+3.0 \\(intent\\) \\| 1 +\\| 0.80 +\\| 0.30 ")
                .containsPattern(
                        "\\| simba, 50 % of the calls \\| 72.0 +\\| \\*\\*\\+2.0\\*\\* +\\| \\+2.0 \\(intent\\) \\| 1 +\\| 0.40 +\\| - ");
        assertThat(report.markdown().split("simba, 50 %", -1)).hasSize(2);
    }

    @Test
    void runs_thatFailed_areCountedAndListed() {
        var report =
                new QualityReport(
                        List.of(
                                line(ESPALIER, INTENT, 0, "simba", 73, 80),
                                line(ESPALIER, INTENT, 1, "simba", 0, 0).put("error", "no model")));
        assertThat(report.runs()).isEqualTo(2);
        assertThat(report.failures()).isEqualTo(1);
        assertThat(report.markdown()).contains("Failed runs").contains("no model");
    }

    @Test
    void names_splitOutsideOfBraces() {
        assertThat(OptimizerName.split("gepa,{\"name\": \"simba\", \"steps\": 5},miprov2=light"))
                .containsExactly("gepa", "{\"name\": \"simba\", \"steps\": 5}", "miprov2=light");
        assertThat(OptimizerName.document("miprov2=light").path("effort").asString())
                .isEqualTo("light");
        assertThat(OptimizerName.plain("{\"name\": \"simba\"}")).isEqualTo("simba");
    }

    @Test
    void feedback_isForThoseThatHearItInDspy_andForOurs() {
        assertThat(OptimizerName.feedback("gepa")).isTrue();
        assertThat(OptimizerName.feedback("our-own")).isTrue();
        assertThat(OptimizerName.feedback("miprov2=light")).isFalse();
    }

    @Test
    void runs_readBackFromTheirLines() {
        var line = line(DSPY, INTENT, 3, "gepa", 70, 1);
        var run = Run.of(line);
        assertThat(run).isNotNull();
        assertThat(Run.of(requireNonNull(run).json())).isEqualTo(run);
        var half = requireNonNull(Run.of(line(0.5, INTENT, 3, "gepa", 70, 1)));
        assertThat(half.share()).isEqualTo(0.5);
        assertThat(half.sameWork(requireNonNull(run))).isTrue();
    }
}
