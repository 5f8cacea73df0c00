package io.espalier.optimizers.simba;

/**
 * How much an ascent tries.
 *
 * @param batch examples per step
 * @param candidates new programs per step
 * @param steps most steps
 * @param maxDemos most demos per predictor
 */
public record SimbaSettings(int batch, int candidates, int steps, int maxDemos) {
    public static final SimbaSettings DEFAULT = new SimbaSettings(16, 16, 6, 4);

    /** DSPy's. */
    public static final SimbaSettings ORIGINAL = new SimbaSettings(32, 6, 8, 4);

    public SimbaSettings {
        atLeast("batch", batch, 1);
        atLeast("candidates", candidates, 1);
        atLeast("steps", steps, 1);
        atLeast("max-demos", maxDemos, 0);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: at least " + least + ")");
        }
    }
}
