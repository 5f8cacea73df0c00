package io.espalier.optimizers.sampler;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.MersenneTwister;
import org.jspecify.annotations.Nullable;

/**
 * Covariance matrix adaptation (Hansen and Ostermeier, 2001), by Hipparchus, for numeric
 * parameters.
 *
 * <p>Idea: keep a normal distribution over the unit cube of all scales; draw a generation from it,
 * move its mean to the better half, stretch it along the directions that paid. Strong where several
 * continuous parameters interact and at least some 60 trials are allowed.
 *
 * <p>The library knows only "minimize this function until done", not ask and tell. So every
 * suggestion runs it again from the start with the same seed, where recorded trials answer, and the
 * first point that has no record is the suggestion. That is the same walk as if it had waited.
 * Steps and whole numbers are rounded, so that a revisited configuration costs nothing; where a
 * walk ends without a new point, another one starts from the next seed.
 *
 * <p>A running trial answers with the worst value known until its own is there. Within a generation
 * this changes nothing, for points are drawn before values count. With more trials at once than a
 * generation has, points drawn beyond it rest on such guesses; when the real value is known the
 * walk turns there, and those trials are merely left aside. Trials that came from elsewhere, as
 * defaults, do not disturb the walk; they answer when it meets them.
 *
 * <p>A suggestion costs as many steps of the algorithm as there were trials, without the trials.
 *
 * @param seed of the walk; the study's stream is only used when no walk finds anything new
 * @param start where the walk starts; null for the middle of every scale
 */
public record CmaEsSampler(long seed, @Nullable Assignment start) implements Sampler {
    private static final int RESTARTS = 8;

    /** Initial spread in the unit cube. */
    private static final double SIGMA = 0.3;

    /** The library's step sizes depend on it, so it must not change between suggestions. */
    private static final int GENERATIONS = 10_000;

    /** A walk over known points only is given up after so many, and so many per trial. */
    private static final int STEPS = 1000;

    private static final int STEPS_PER_TRIAL = 10;

    /** Carries the first point without a record out of the library's loop. */
    private static final class Asked extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Assignment assignment;

        Asked(Assignment assignment) {
            super(null, null, false, false);
            this.assignment = assignment;
        }
    }

    /**
     * @throws IllegalArgumentException when a parameter is a choice, which has no scale
     */
    @Override
    public Optional<Assignment> suggest(
            Space space, List<Observation> history, RandomGenerator random) {
        space.dimensions()
                .forEach((name, dimension) -> {
                    if (dimension instanceof Dimension.Categorical) {
                        throw new IllegalArgumentException(
                                "CMA-ES: parameter '" + name + "' is a choice without a scale");
                    }
                });
        var known = known(history);
        for (int walk = 0; walk < RESTARTS; walk++) {
            var found = walk(space, known, seed + walk);
            if (found.isPresent()) return found;
        }
        return new Seen(space, history).anyUnseen(random);
    }

    /** What to answer for each configuration that was tried; smaller is better here. */
    private static Map<Assignment, Double> known(List<Observation> history) {
        var known = new HashMap<Assignment, Double>();
        double worst =
                history.stream()
                        .mapToDouble(o ->
                                o.result() instanceof Observation.Complete(var v)
                                        ? -v
                                        : Double.NEGATIVE_INFINITY)
                        .filter(Double::isFinite)
                        .max()
                        .orElse(0);
        for (var observation : history) {
            var value =
                    observation.result() instanceof Observation.Complete(var v)
                                    && Double.isFinite(v)
                            ? -v
                            : worst;
            known.merge(observation.assignment(), value, Math::min);
        }
        return known;
    }

    private Optional<Assignment> walk(Space space, Map<Assignment, Double> known, long seed) {
        int dimensions = space.dimensions().size();
        var low = new double[dimensions];
        var high = new double[dimensions];
        var sigma = new double[dimensions];
        Arrays.fill(high, 1);
        Arrays.fill(sigma, SIGMA);
        var objective =
                new ObjectiveFunction(point -> {
                    var assignment = space.at(point);
                    var value = known.get(assignment);
                    if (value == null) throw new Asked(assignment);
                    return value;
                });
        int steps = STEPS + STEPS_PER_TRIAL * known.size();
        var optimizer =
                new CMAESOptimizer(
                        GENERATIONS,
                        Double.NEGATIVE_INFINITY,
                        true,
                        0,
                        0,
                        new MersenneTwister(seed),
                        false,
                        null);
        try {
            optimizer.optimize(
                    new MaxEval(steps),
                    objective,
                    GoalType.MINIMIZE,
                    new InitialGuess(start(space)),
                    new SimpleBounds(low, high),
                    new CMAESOptimizer.Sigma(sigma),
                    new CMAESOptimizer.PopulationSize(4 + (int) (3 * Math.log(dimensions))));
            return Optional.empty();
        } catch (Asked asked) {
            return Optional.of(asked.assignment);
        } catch (MathRuntimeException _) {
            // Evaluations are used up, all of them on known points.
            return Optional.empty();
        }
    }

    private double[] start(Space space) {
        return space.dimensions().entrySet().stream()
                .mapToDouble(e -> start == null ? 0.5 : share(e.getValue(), start.real(e.getKey())))
                .toArray();
    }

    private static double share(Dimension dimension, double value) {
        if (!(dimension instanceof Dimension.Numeric numeric)) return 0.5;
        double width = numeric.to() - numeric.from();
        return width == 0
                ? 0.5
                : Math.clamp((numeric.scaled(value) - numeric.from()) / width, 0, 1);
    }
}
