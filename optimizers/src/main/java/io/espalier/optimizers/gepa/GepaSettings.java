package io.espalier.optimizers.gepa;

import org.jspecify.annotations.Nullable;

/**
 * Parameters of {@link Gepa}; its essay says what they mean together.
 *
 * @param dspy true to follow the original's schedule: its budget formula and its bookkeeping
 */
public record GepaSettings(
        Spending spending, Proposing proposing, Selecting selecting, boolean dspy) {

    public static final GepaSettings DEFAULT =
            new GepaSettings(Spending.STUDY, Proposing.DEFAULT, Selecting.DEFAULT, false);

    /** What {@code dspy.GEPA} does by default. */
    public static final GepaSettings DSPY =
            new GepaSettings(Spending.STUDY, Proposing.DSPY, Selecting.DSPY, true);

    /**
     * What the search may spend; of several limits, the study's own included, the smallest counts.
     *
     * @param metricCalls most metric calls, the scoring of the unoptimized program included
     */
    public record Spending(@Nullable Effort effort, @Nullable Integer metricCalls) {
        /** All of the study's budget; {@link Effort#LIGHT} where that has no limit. */
        public static final Spending STUDY = new Spending(null, null);

        public Spending {
            if (metricCalls != null) Check.atLeast(1, "max-metric-calls", metricCalls);
        }
    }

    /**
     * How new candidates are made.
     *
     * @param minibatch training examples per parent and round
     * @param proposals new instructions per round
     * @param parents whether a round's proposals share a parent and its minibatch
     * @param demos most demos per predictor, from the parent's own good runs; 0 for none
     * @param unreadable whether completions that could not be parsed are shown to the reflection
     * @param evidence most runs shown to the reflection
     */
    public record Proposing(
            int minibatch,
            int proposals,
            Parents parents,
            int demos,
            ComponentChoice components,
            boolean unreadable,
            int evidence) {
        public static final Proposing DEFAULT =
                new Proposing(12, 3, Parents.SAME, 4, ComponentChoice.ROUND_ROBIN, true, 10);
        public static final Proposing DSPY =
                new Proposing(3, 1, Parents.SAME, 0, ComponentChoice.ROUND_ROBIN, false, 3);

        public Proposing {
            Check.atLeast(1, "minibatch", minibatch);
            Check.atLeast(1, "proposals", proposals);
            Check.atLeast(0, "max-demos", demos);
            Check.atLeast(1, "evidence", evidence);
        }

        public Proposing with(ComponentChoice choice) {
            return new Proposing(
                    minibatch, proposals, parents, demos, choice, unreadable, evidence);
        }
    }

    /** Which parents a round's proposals have. */
    public enum Parents {
        /** One parent and one minibatch, seen by all proposals. */
        SAME,
        /** A parent and a minibatch of its own for each. */
        INDEPENDENT
    }

    /**
     * How parents and survivors are chosen.
     *
     * @param acceptance what a child must do on its minibatch
     * @param keep which accepted children of a round are scored on the validation set
     * @param race whether that ends early for children that are clearly worse
     * @param merges most merges
     */
    public record Selecting(
            FrontierKind frontier,
            ParentChoice parent,
            Acceptance acceptance,
            Keep keep,
            boolean race,
            int merges) {
        public static final Selecting DEFAULT =
                new Selecting(
                        FrontierKind.INSTANCE,
                        ParentChoice.PARETO,
                        Acceptance.STRICT,
                        Keep.BEST,
                        true,
                        5);
        public static final Selecting DSPY =
                new Selecting(
                        FrontierKind.INSTANCE,
                        ParentChoice.PARETO,
                        Acceptance.STRICT,
                        Keep.ALL,
                        false,
                        5);

        public Selecting {
            Check.atLeast(0, "max-merges", merges);
        }
    }

    /** How many of a round's accepted children go on. */
    public enum Keep {
        /** The one that gained most on its minibatch. */
        BEST,
        ALL
    }

    /** A class of its own: the settings' parts may be loaded before the settings. */
    private static final class Check {
        static void atLeast(int least, String name, int value) {
            if (value < least) {
                throw new IllegalArgumentException(
                        name + ": " + value + " (expected: at least " + least + ")");
            }
        }
    }
}
