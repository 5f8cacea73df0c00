package io.espalier.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.deploy.bench.OnnxReport.Side;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the benchmarks run and count right; what they measure is no matter of tests. */
class BenchTest {
    @Test
    void evaluate_aFewExamples_hasARowForEveryContestant() throws Exception {
        NeededPython.orAbort();
        var options = new EvaluateBench.Options(12, List.of(0), 0, 2, 4, List.of(3));
        var report = EvaluateBench.run(options, _ -> {});
        assertThat(report.rows())
                .extracting(EvaluateReport.Row::contestant)
                .containsExactlyInAnyOrder(
                        EvaluateReport.ESPALIER,
                        EvaluateReport.NODE,
                        EvaluateReport.BARE_JAVA,
                        EvaluateReport.BARE_PYTHON,
                        EvaluateReport.DSPY);
        for (var row : report.rows()) {
            assertThat(row.turns())
                    .as(row.contestant())
                    .hasSize(2)
                    .allSatisfy(turn -> assertThat(turn.calls()).isBetween(12L, 24L));
        }
        for (var row : report.json().path("rows")) {
            assertThat(row.path("calls_per_s").asDouble()).isPositive();
            assertThat(row.path("rate_of_bare").asDouble()).isPositive();
        }
        assertThat(report.text()).contains("dspy.Evaluate");
    }

    @Test
    void onnx_embeddedModel_writesWhatPythonWrites() throws Exception {
        NeededPython.orAbort();
        var folder = Checkout.find().root().resolve("models/embedded");
        assumeTrue(Files.isDirectory(folder), "no embedded model at " + folder);
        var report = OnnxBench.run(folder, 0, 1, _ -> {});
        assertThat(report.equal()).isEqualTo(report.provider().getFirst().calls());
        assertThat(report.text()).contains("python onnxruntime, batch 1");
    }

    @Test
    void ratios_areOfTheFasterBareClientAndTheCheaperDspy() {
        var report =
                new EvaluateReport(
                        100,
                        List.of(
                                row(EvaluateReport.ESPALIER, 0.1, 0.02),
                                row(EvaluateReport.BARE_JAVA, 0.2, 0.01),
                                row(EvaluateReport.BARE_PYTHON, 0.08, 0.01),
                                row(EvaluateReport.DSPY, 0.5, 0.4),
                                row(EvaluateReport.DSPY, 0.4, 0.2)));
        var first = report.json().path("rows").path(0);
        assertThat(first.path("rate_of_bare").asDouble()).isEqualTo(0.8);
        assertThat(first.path("cpu_of_dspy").asDouble()).isEqualTo(0.1);
    }

    @Test
    void onnxReport_takesTheMedianRound() {
        var rounds = List.of(side(1), side(4), side(2));
        var report = new OnnxReport("m", rounds, List.of(side(4)), List.of(side(1)), 50, 10);
        assertThat(report.json().path("rate_of_batch_1").asDouble()).isEqualTo(2);
        assertThat(report.json().path("rate_of_batch_50").asDouble()).isEqualTo(0.5);
    }

    private static EvaluateReport.Row row(String who, double seconds, double cpu) {
        return new EvaluateReport.Row(who, 0, 8, List.of(new Turn(100, seconds, cpu)));
    }

    private static Side side(double seconds) {
        return new Side(100, 1000, 100, 0, seconds);
    }
}
