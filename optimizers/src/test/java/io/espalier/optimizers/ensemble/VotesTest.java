package io.espalier.optimizers.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.Field;
import io.espalier.signatures.Fields;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VotesTest {
    private static final List<Field> OUTPUTS = List.of(Field.text("kind"));

    /** A state that answers "y", the right one, or what is wrong about it; "-" for no answer. */
    private static List<Outcome> state(String answers) {
        return answers.chars()
                .mapToObj(c -> String.valueOf((char) c))
                .map(answer ->
                        new Outcome(
                                answer.equals("-") ? null : Fields.of("kind", answer),
                                Score.of(answer.equals("y")),
                                List.of(),
                                Usage.NONE,
                                null))
                .toList();
    }

    private static Votes votes(String... states) {
        return new Votes(OUTPUTS, List.of(states).stream().map(VotesTest::state).toList());
    }

    private static List<Integer> all(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void vote_scoresAsTheAnswerOfMost_ofEqualsTheEarlierMember() {
        var votes = votes("ynna-", "ynyb-", "nyyc-");

        assertThat(votes.sum(List.of(0, 1, 2), List.of(0))).isEqualTo(1);
        assertThat(votes.sum(List.of(0, 1, 2), List.of(1))).isZero();
        assertThat(votes.sum(List.of(0, 1, 2), List.of(2))).isEqualTo(1);
        assertThat(votes.sum(List.of(2, 1, 0), List.of(3, 4))).isZero();
        assertThat(votes("y", "a", "b").sum(List.of(0, 1, 2), List.of(0))).isEqualTo(1);
        assertThat(votes("y", "a", "b").sum(List.of(1, 0, 2), List.of(0))).isZero();
    }

    @Test
    void vote_memberThatAbstains_leavesItToTheOthers() {
        assertThat(votes("-", "y", "y").sum(List.of(0, 1, 2), List.of(0))).isEqualTo(1);
        assertThat(votes("-", "-", "y").sum(List.of(0, 1, 2), List.of(0))).isEqualTo(1);
    }

    @Test
    void choice_ofStatesThatErrElsewhere_isAVoteOfThem() {
        var votes = votes("yyyyyynn", "yyyynnnn", "nnyyyyyy", "yynnyyyy");

        assertThat(votes.choose(3, all(8))).containsExactly(0, 2, 3);
        assertThat(votes.sum(votes.choose(3, all(8)), all(8))).isEqualTo(8);
    }

    @Test
    void choice_ofStatesThatErrTogether_isTheBestAlone() {
        var votes = votes("yyyyyynn", "yyyyynnn", "yyyynnnn");

        assertThat(votes.choose(3, all(8))).containsExactly(0);
        assertThat(votes.choose(5, all(8))).containsExactly(0);
    }

    @Test
    void gain_ofStatesThatErrApart_isReal() {
        var votes = votes(random(1, 0.7), random(2, 0.7), random(3, 0.7), random(4, 0.7));
        var gain = Gain.of(votes, 3, all(200));

        assertThat(gain.mean()).isBetween(0.04, 0.25);
        assertThat(gain.isReal()).isTrue();
    }

    /** Without the folds, the best of a hundred votes always looks better. */
    @Test
    void gain_whereVotesAreWorthNothing_isSeldomReal() {
        int real = 0;
        double apparent = 0;
        for (int study = 0; study < 60; study++) {
            var states = new ArrayList<List<Outcome>>();
            // A vote of coins is a coin.
            for (int i = 0; i < 12; i++) states.add(state(random(100 * study + i, 0.5)));
            var votes = new Votes(OUTPUTS, states);
            apparent += votes.sum(votes.choose(3, all(60)), all(60));
            apparent -= votes.sum(List.of(votes.single(all(60))), all(60));
            if (Gain.of(votes, 3, all(60)).isReal()) real++;
        }

        assertThat(apparent / 60).isGreaterThan(1);
        assertThat(real).isLessThan(20);
    }

    private static String random(int seed, double right) {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int i = 0; i < 200; i++) text.append(random.nextDouble() < right ? 'y' : 'n');
        return text.toString();
    }
}
