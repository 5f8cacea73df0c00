package io.espalier.optimizers.copro;

/**
 * How many instructions are tried.
 *
 * @param breadth new ones per predictor and round
 * @param depth rounds
 */
public record CoproSettings(int breadth, int depth) {
    public static final CoproSettings DEFAULT = new CoproSettings(10, 3);

    public CoproSettings {
        atLeast("breadth", breadth, 2);
        atLeast("depth", depth, 1);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: at least " + least + ")");
        }
    }
}
