package io.espalier.optimizers.sampler;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What values one parameter can take. A value is a number; a choice is its index in the list. */
public sealed interface Dimension {

    /** A dimension with a scale: whole numbers or reals. */
    sealed interface Numeric extends Dimension {
        double least();

        double most();

        /** Distance between neighbouring values; 0 where they are dense. */
        double spacing();

        /** Whether ratios matter, not differences. */
        boolean log();

        /** Where the uniform measure lives: the range widened by half a step, in log if so. */
        default double from() {
            return scaled(least() - spacing() / 2);
        }

        default double to() {
            return scaled(most() + spacing() / 2);
        }

        default double scaled(double value) {
            return log() ? Math.log(value) : value;
        }

        /** The nearest legal value to a point on the scale. */
        default double legal(double scaled) {
            var value = log() ? Math.exp(scaled) : scaled;
            if (spacing() > 0)
                value = least() + Math.rint((value - least()) / spacing()) * spacing();
            return Math.clamp(value, least(), most());
        }

        @Override
        default long size() {
            return spacing() > 0
                    ? Math.round((most() - least()) / spacing()) + 1
                    : least() == most() ? 1 : Long.MAX_VALUE;
        }

        @Override
        default double at(long index) {
            return Math.clamp(least() + index * spacing(), least(), most());
        }

        @Override
        default double of(double unit) {
            return legal(from() + unit * (to() - from()));
        }

        @Override
        default boolean contains(double value) {
            return value >= least()
                    && value <= most()
                    && (spacing() == 0 || value == legal(scaled(value)));
        }
    }

    /** How many values there are; {@link Long#MAX_VALUE} where they are dense. */
    long size();

    /** Value number {@code index} of a finite dimension, from 0 on. */
    double at(long index);

    /** The value at a share from 0 to 1 of the uniform measure on this dimension's scale. */
    double of(double unit);

    boolean contains(double value);

    /** One of some choices without an order. */
    record Categorical(List<String> choices) implements Dimension {
        public Categorical {
            choices = List.copyOf(choices);
            if (choices.isEmpty()) throw new IllegalArgumentException("choices: none");
        }

        /** Choices that are known by their number only. */
        public static Categorical of(int size) {
            return new Categorical(IntStream.range(0, size).mapToObj(Integer::toString).toList());
        }

        @Override
        public long size() {
            return choices.size();
        }

        @Override
        public double at(long index) {
            return index;
        }

        @Override
        public double of(double unit) {
            return Math.min(choices.size() - 1, Math.floor(unit * choices.size()));
        }

        @Override
        public boolean contains(double value) {
            return value >= 0 && value < choices.size() && value == Math.rint(value);
        }
    }

    /**
     * Whole numbers.
     *
     * @param high inclusive; lowered to the last step where it is between two
     * @param log whether ratios matter; then the step is 1 and low at least 1
     */
    record Int(long low, long high, long step, boolean log) implements Numeric {
        private static final long EXACT = 1L << 53;

        public Int {
            if (low > high) throw new IllegalArgumentException("low " + low + " > high " + high);
            if (low < -EXACT || high > EXACT) throw new IllegalArgumentException("beyond 2^53");
            if (step < 1) throw new IllegalArgumentException("step: " + step);
            if (log && (low < 1 || step != 1)) {
                throw new IllegalArgumentException("log needs low >= 1 and step 1");
            }
            high = low + (high - low) / step * step;
        }

        public Int(long low, long high) {
            this(low, high, 1, false);
        }

        @Override
        public double least() {
            return low;
        }

        @Override
        public double most() {
            return high;
        }

        @Override
        public double spacing() {
            return step;
        }
    }

    /**
     * Real numbers.
     *
     * @param high inclusive; lowered to the last step where it is between two
     * @param step null for all numbers between
     * @param log whether ratios matter; then there is no step and low is positive
     */
    record Real(double low, double high, @Nullable Double step, boolean log) implements Numeric {
        public Real {
            if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
                throw new IllegalArgumentException("range: " + low + " to " + high);
            }
            if (step != null && !(step > 0)) throw new IllegalArgumentException("step: " + step);
            if (log && (low <= 0 || step != null)) {
                throw new IllegalArgumentException("log needs low > 0 and no step");
            }
            // A hair of tolerance: (1 - 0) / 0.1 may come out as 9.999...
            if (step != null) high = low + Math.floor((high - low) / step + 1e-9) * step;
        }

        public Real(double low, double high) {
            this(low, high, null, false);
        }

        @Override
        public double least() {
            return low;
        }

        @Override
        public double most() {
            return high;
        }

        @Override
        public double spacing() {
            return step == null ? 0 : step;
        }
    }
}
