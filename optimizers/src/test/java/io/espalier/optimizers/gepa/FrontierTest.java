package io.espalier.optimizers.gepa;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.RandomStreams;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class FrontierTest {

    private static Outcome outcome(Score score) {
        return new Outcome(null, score, List.of(), Usage.NONE, null);
    }

    private static Evaluation evaluation(List<Outcome> outcomes) {
        return new Evaluation(ProgramState.EMPTY, Levels.examples(outcomes.size()), outcomes);
    }

    private static Evaluation scores(double... values) {
        return evaluation(Arrays.stream(values).mapToObj(v -> outcome(Score.of(v))).toList());
    }

    /** Scores of parts {@code a} and {@code b}, by example; the value is their mean. */
    private static Evaluation parts(double[]... pairs) {
        var outcomes = new ArrayList<Outcome>();
        for (var pair : pairs) {
            var parts = new LinkedHashMap<String, Double>();
            parts.put("a", pair[0]);
            parts.put("b", pair[1]);
            outcomes.add(outcome(new Score((pair[0] + pair[1]) / 2, null, parts)));
        }
        return evaluation(outcomes);
    }

    private static Set<Integer> survivors(FrontierKind kind, Evaluation... evaluations) {
        var frontier = new Frontier(kind);
        var all = new TreeSet<Integer>();
        var means = new ArrayList<Double>();
        for (int i = 0; i < evaluations.length; i++) {
            frontier.add(i, evaluations[i]);
            all.add(i);
            means.add(evaluations[i].mean());
        }
        return frontier.survivors(all, means);
    }

    @Test
    void candidate_thatIsBestNowhereAlone_goesFromTheLowestMeanUp() {
        var survivors =
                survivors(
                        FrontierKind.INSTANCE,
                        scores(1, 0, 0, 0),
                        scores(1, 1, 0, 0),
                        scores(0, 1, 1, 0),
                        scores(0, 0, 0, 1));

        // 3 is alone on the last example, 2 on the third; 1 is left for the first when 0 went.
        assertThat(survivors).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void candidates_thatAreEqual_leaveOne() {
        assertThat(survivors(FrontierKind.INSTANCE, scores(1, 0), scores(1, 0), scores(1, 0)))
                .hasSize(1);
    }

    @Test
    void scores_allZero_leaveAFrontToDrawFrom() {
        var frontier = new Frontier(FrontierKind.INSTANCE);
        frontier.add(0, scores(0, 0));

        assertThat(frontier.sample(Set.of(0), List.of(0.0), RandomStreams.of(1))).hasValue(0);
    }

    @Test
    void draw_fromTheFront_hasOddsByTheExamplesHeld() {
        var frontier = new Frontier(FrontierKind.INSTANCE);
        frontier.add(0, scores(1, 0, 0, 0));
        frontier.add(1, scores(0, 1, 1, 1));
        var random = RandomStreams.of(5);
        var drawn = new TreeMap<Integer, Integer>();
        for (int i = 0; i < 4000; i++) {
            int one = frontier.sample(Set.of(0, 1), List.of(0.25, 0.75), random).orElseThrow();
            drawn.merge(one, 1, Integer::sum);
        }

        // 1000 expected; standard deviation 27.
        assertThat(drawn.get(0)).isBetween(880, 1120);
    }

    @Test
    void kinds_ofAFront_keepWhoIsBestInThem() {
        // The first is best in part a, the second in part b on one example, the third by value.
        var first = parts(new double[] {1, 0}, new double[] {1, 0});
        var second = parts(new double[] {0.2, 1}, new double[] {0.2, 0});
        var third = parts(new double[] {0.9, 0.9}, new double[] {0.9, 0.9});

        assertThat(survivors(FrontierKind.INSTANCE, first, second, third)).containsExactly(2);
        assertThat(survivors(FrontierKind.OBJECTIVE, first, second, third))
                .containsExactlyInAnyOrder(0, 2);
        assertThat(survivors(FrontierKind.HYBRID, first, second, third))
                .containsExactlyInAnyOrder(0, 2);
        assertThat(survivors(FrontierKind.CARTESIAN, first, second, third))
                .containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void metric_withoutParts_isItsOwnOnlyObjective() {
        assertThat(survivors(FrontierKind.OBJECTIVE, scores(1, 0), scores(0, 1), scores(1, 1)))
                .containsExactly(2);
        assertThat(survivors(FrontierKind.CARTESIAN, scores(1, 0), scores(0, 1)))
                .containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void run_withoutAScore_competesNowhere() {
        var lost =
                new Outcome(
                        null,
                        null,
                        List.of(),
                        Usage.NONE,
                        new Failure(Blame.PROVIDER, "connection reset"));
        var survivors =
                survivors(
                        FrontierKind.INSTANCE,
                        scores(0, 1),
                        evaluation(List.of(lost, outcome(Score.of(1)))));

        assertThat(survivors).containsExactly(0);
    }
}
