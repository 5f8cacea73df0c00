package io.espalier.optimizers.sampler;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Tries every configuration of a grid in order, the last parameter fastest. All choices and all
 * steps are on the grid where there are at most {@code points} of them; longer dimensions give
 * {@code points} values, evenly on their scale with both ends.
 *
 * @param points most values per numeric dimension, at least 2
 */
public record GridSampler(int points) implements Sampler {
    public static final int DEFAULT_POINTS = 5;

    public GridSampler {
        if (points < 2) throw new IllegalArgumentException("points: " + points);
    }

    @Override
    public Optional<Assignment> suggest(
            Space space, List<Observation> history, RandomGenerator random) {
        var seen = new Seen(space, history);
        var axes =
                space.dimensions().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> axis(e.getValue())));
        long size = 1;
        for (var axis : axes.values()) size = Math.multiplyExact(size, axis.size());
        return LongStream.range(0, size)
                .mapToObj(i -> at(space, axes, i))
                .filter(a -> !seen.contains(a))
                .findFirst();
    }

    private List<Double> axis(Dimension dimension) {
        return switch (dimension) {
            case Dimension.Numeric numeric when numeric.size() > points -> {
                double low = numeric.scaled(numeric.least());
                double high = numeric.scaled(numeric.most());
                yield LongStream.range(0, points)
                        .mapToObj(i -> numeric.legal(low + (high - low) * i / (points - 1)))
                        .distinct()
                        .toList();
            }
            default -> LongStream.range(0, dimension.size()).mapToObj(dimension::at).toList();
        };
    }

    private static Assignment at(Space space, Map<String, List<Double>> axes, long index) {
        var values = new HashMap<String, Double>();
        for (var name : space.names().reversed()) {
            var axis = axes.getOrDefault(name, List.of());
            values.put(name, axis.get((int) (index % axis.size())));
            index /= axis.size();
        }
        return new Assignment(values);
    }
}
