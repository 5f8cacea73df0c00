package io.espalier.deploy.bench.quality;

import static io.espalier.deploy.bench.quality.Lines.line;
import static io.espalier.deploy.bench.quality.Lines.rows;
import static io.espalier.deploy.bench.quality.Run.Side.DSPY;
import static io.espalier.deploy.bench.quality.Run.Side.ESPALIER;
import static io.espalier.deploy.bench.quality.SynthTask.ARITH;
import static io.espalier.deploy.bench.quality.SynthTask.INTENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.deploy.bench.quality.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class VerdictsTest {
    private static final Rows NONE = new Rows(List.of());

    /** DSPy's are 70 on both tasks for 100 calls each. */
    @ParameterizedTest
    @CsvSource({
        "73, 71.5, 100, true", // better by 2.25
        "73, 70, 100, false", // better by 1.5 only
        "70, 69.5, 60, true", // equal for 60 % of the calls
        "70, 69.5, 61, false", // equal, but for more
        "78, 68.5, 100, false", // much better, but worse on one task
    })
    void peer_isMeasuredByMeanCallsAndWorstTask(
            double intent, double arith, long calls, boolean met) {
        var verdict =
                only(
                        rows(
                                line(ESPALIER, INTENT, 0, "simba", intent, calls),
                                line(ESPALIER, ARITH, 0, "simba", arith, calls),
                                line(DSPY, INTENT, 0, "simba", 70, 100),
                                line(DSPY, ARITH, 0, "simba", 70, 100)),
                        NONE);
        assertThat(verdict.met()).as(verdict.finding()).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({"87, 500, true", "86, 500, false", "99, 501, false"})
    void own_isMeasuredByItsMean_atMediumsCalls(double test, long calls, boolean met) {
        var rows =
                rows(
                        line(DSPY, INTENT, 0, "miprov2=medium", 80, 500),
                        line(ESPALIER, INTENT, 0, "our-own", test, calls));
        var verdict = only(rows, NONE);
        assertThat(verdict.about()).isEqualTo("our-own + feedback");
        assertThat(verdict.met()).as(verdict.finding()).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({"79, true", "78.5, false"})
    void auto_isMeasuredByTheBestOfAll(double test, boolean met) {
        var rows =
                rows(
                        line(ESPALIER, INTENT, 0, "labeled-few-shot", 60, 1),
                        line(ESPALIER, INTENT, 0, "bootstrap-few-shot", 80, 1),
                        line(ESPALIER, INTENT, 0, "auto", test, 1));
        assertThat(only(rows, NONE).met()).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({"2, true", "2.2, false"})
    void speed_isMeasuredByDspysBestThreads(double seconds, boolean met) {
        var slow =
                rows(
                        line(ESPALIER, INTENT, 0, "simba", 70, 1, 50, 64, seconds),
                        line(DSPY, INTENT, 0, "simba", 70, 1, 50, 8, 40),
                        line(DSPY, INTENT, 0, "simba", 70, 1, 50, 32, 10));
        assertThat(only(NONE, slow).met()).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({"73, 1, not met", "75, 4, 'met, on too few draws to rely on'", "75, 5, met"})
    void goal_isMetOnFiveDrawsOnly(double test, int draws, String word) {
        var lines = new ArrayList<JsonNode>();
        for (int world = 0; world < draws; world++) {
            lines.add(line(ESPALIER, INTENT, world, "simba", test, 100));
            lines.add(line(DSPY, INTENT, world, "simba", 72, 100));
        }

        assertThat(only(rows(lines.toArray(JsonNode[]::new)), NONE).word()).isEqualTo(word);
    }

    @Test
    void optimizerWithoutPeerRuns_hasNoVerdict() {
        assertThat(new Verdicts(rows(line(ESPALIER, INTENT, 0, "gepa", 70, 1)), NONE).all())
                .isEmpty();
    }

    private static Verdict only(Rows rows, Rows slow) {
        var all = new Verdicts(rows, slow).all();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
