package io.espalier.optimizers.together;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Phases in order, written {@code p -> w -> p}.
 *
 * @param phases at least one
 */
public record Strategy(List<Phase> phases) {
    private static final String ARROW = "->";

    /** What a phase changes. */
    public enum Phase {
        PROMPTS("p"),
        WEIGHTS("w");

        private final String letter;

        Phase(String letter) {
            this.letter = letter;
        }
    }

    public Strategy {
        phases = List.copyOf(phases);
        if (phases.isEmpty()) throw new IllegalArgumentException("no phases (expected: p -> p)");
    }

    /**
     * @throws IllegalArgumentException with what was expected
     */
    public static Strategy parse(String text) {
        var phases = new ArrayList<Phase>();
        for (var word : text.split(ARROW, -1)) phases.add(phase(word.strip(), text));
        return new Strategy(phases);
    }

    private static Phase phase(String word, String text) {
        for (var phase : Phase.values()) if (phase.letter.equals(word)) return phase;
        throw new IllegalArgumentException(
                "expected phases p (prompts) and w (weights) with arrows between them, such as"
                        + " 'p -> w -> p', got '"
                        + text
                        + "'");
    }

    public boolean trains() {
        return phases.contains(Phase.WEIGHTS);
    }

    @Override
    public String toString() {
        return phases.stream().map(phase -> phase.letter).collect(Collectors.joining(" -> "));
    }
}
