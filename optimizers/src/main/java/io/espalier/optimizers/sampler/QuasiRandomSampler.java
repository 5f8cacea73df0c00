package io.espalier.optimizers.sampler;

import io.espalier.optimizers.RandomStreams;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hipparchus.random.SobolSequenceGenerator;

/**
 * Fills the space more evenly than chance: the n-th trial is point n of a Sobol sequence (direction
 * numbers of Joe and Kuo, 2008), shifted by one random vector modulo 1 (Cranley and Patterson,
 * 1976) so that different seeds give different points of the same evenness.
 *
 * <p>The sequence belongs to the sampler, not to the study's stream of randomness: point n must not
 * depend on how much was drawn before.
 *
 * @param seed of the shift
 */
public record QuasiRandomSampler(long seed) implements Sampler {
    private static final int TRIES = 64;

    @Override
    public Optional<Assignment> suggest(
            Space space, List<Observation> history, RandomGenerator random) {
        var seen = new Seen(space, history);
        int dimensions = space.dimensions().size();
        var shift = RandomStreams.of(seed).doubles(dimensions).toArray();
        var sequence = new SobolSequenceGenerator(dimensions);
        var point = sequence.skipTo(history.size());
        for (int tries = 0; tries < TRIES; tries++) {
            for (int d = 0; d < dimensions; d++) point[d] = (point[d] + shift[d]) % 1;
            var assignment = space.at(point);
            if (!seen.contains(assignment)) return Optional.of(assignment);
            point = sequence.nextVector();
        }
        return seen.anyUnseen(random);
    }
}
