package io.espalier.optimizers.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.optimizers.RandomStreams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HypervolumeTest {
    private static final int CASES = 40;

    @Test
    void volume_ofAStaircase_isTheSumOfItsSteps() {
        var steps = List.of(point(1, 0.25), point(0.5, 0.5), point(0.25, 1));
        assertThat(new Hypervolume(0, 0).of(steps)).isEqualTo(0.25 + 0.125 + 0.125);
        assertThat(new Hypervolume(0.5, 0).of(steps)).as("from 0.5 on").isEqualTo(0.125);
        assertThat(new Hypervolume(1, 1).of(steps)).as("nothing is better").isZero();
        assertThat(new Hypervolume(0, 0).of(List.of())).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void volume_ofRandomPoints_isTheSumOverTheirSubsets(int objectives) {
        var random = RandomStreams.of(objectives);
        for (int i = 0; i < CASES; i++) {
            var points = points(random, 1 + random.nextInt(8), objectives);
            assertThat(origin(objectives).of(points))
                    .isCloseTo(inclusionAndExclusion(points), within(1e-12));
        }
    }

    /** 20,000 draws: the standard error is at most 0.0036, and the seeds are fixed. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void volume_ofLargerFronts_isTheShareOfRandomPointsThatAreCovered(int objectives) {
        var random = RandomStreams.of(100 + objectives);
        for (int i = 0; i < 4; i++) {
            var points = points(random, 25, objectives);
            int draws = 20_000;
            int covered = 0;
            for (int k = 0; k < draws; k++) {
                var drawn = point(random, objectives);
                if (points.stream().anyMatch(p -> Points.covers(p, drawn))) covered++;
            }
            assertThat(origin(objectives).of(points))
                    .isCloseTo((double) covered / draws, within(0.015));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void volume_withACoveredPointMore_isTheSame(int objectives) {
        var random = RandomStreams.of(200 + objectives);
        for (int i = 0; i < CASES; i++) {
            var points = points(random, 10, objectives);
            var volume = origin(objectives).of(points);
            var worse = points.get(random.nextInt(10)).clone();
            for (int k = 0; k < objectives; k++) worse[k] *= random.nextDouble();
            points.add(random.nextInt(11), worse);
            assertThat(origin(objectives).of(points)).isCloseTo(volume, within(1e-12));
            Collections.reverse(points);
            assertThat(origin(objectives).of(points)).isCloseTo(volume, within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void added_volume_isWhatIsLostWithoutThePoint(int objectives) {
        var random = RandomStreams.of(300 + objectives);
        for (int i = 0; i < CASES; i++) {
            var points = points(random, 8, objectives);
            var volume = origin(objectives);
            for (var point : points) {
                var others = new ArrayList<>(points);
                others.remove(point);
                assertThat(volume.added(point, others))
                        .isCloseTo(volume.of(points) - volume.of(others), within(1e-12));
            }
        }
    }

    private static Hypervolume origin(int objectives) {
        return new Hypervolume(new double[objectives]);
    }

    private static double[] point(double... coordinates) {
        return coordinates;
    }

    private static double[] point(RandomGenerator random, int objectives) {
        return random.doubles(objectives).toArray();
    }

    private static List<double[]> points(RandomGenerator random, int count, int objectives) {
        var points = new ArrayList<double[]>();
        for (int i = 0; i < count; i++) points.add(point(random, objectives));
        return points;
    }

    /** The volume of a union, from the boxes that subsets have in common. */
    private static double inclusionAndExclusion(List<double[]> points) {
        double sum = 0;
        for (int subset = 1; subset < 1 << points.size(); subset++) {
            int chosen = subset;
            double box = 1;
            for (int i = 0; i < points.getFirst().length; i++) {
                int at = i;
                box *=
                        IntStream.range(0, points.size())
                                .filter(k -> (chosen >> k & 1) == 1)
                                .mapToDouble(k -> points.get(k)[at])
                                .min()
                                .orElseThrow();
            }
            sum += Integer.bitCount(subset) % 2 == 1 ? box : -box;
        }
        return sum;
    }
}
