package io.espalier.optimizers.sampler;

/**
 * A configuration that was tried, or is being tried.
 *
 * @param number of the trial; larger is younger
 * @param assignment may lack parameters that were not in force
 */
public record Observation(long number, Assignment assignment, Result result) {

    /** How it went. Larger values are better; who minimizes hands in the negative. */
    public sealed interface Result {}

    public record Complete(double value) implements Result {
        public Complete {
            if (Double.isNaN(value)) throw new IllegalArgumentException("value: NaN");
        }
    }

    /**
     * Stopped early.
     *
     * @param step the last one reported; negative for none
     * @param value the one reported there, may be NaN
     */
    public record Pruned(long step, double value) implements Result {}

    /**
     * Not bad but impossible.
     *
     * @param violation by how much limits were passed; larger is farther from possible
     */
    public record Infeasible(double violation) implements Result {
        public Infeasible {
            if (!(violation > 0)) throw new IllegalArgumentException("violation: " + violation);
        }
    }

    /** No result yet. */
    public record Running() implements Result {}

    /** Ended without saying anything about its configuration; not tried again. */
    public record Failed() implements Result {}

    /** Whether it says something about its configuration. */
    boolean finished() {
        return switch (result) {
            case Complete _, Pruned _, Infeasible _ -> true;
            case Running _, Failed _ -> false;
        };
    }
}
