package io.espalier.optimizers.sampler;

import org.hipparchus.special.Erf;

/** The standard normal distribution, in logs where that keeps digits. */
final class Normal {
    private static final double ROOT2 = Math.sqrt(2);
    private static final double LOG_ROOT_2PI = 0.5 * Math.log(2 * Math.PI);

    /** Below it the probability itself has no digits left worth taking the log of. */
    private static final double FAR = -20;

    private Normal() {}

    static double logDensity(double x) {
        return -0.5 * x * x - LOG_ROOT_2PI;
    }

    static double probabilityBelow(double x) {
        return 0.5 * Erf.erfc(-x / ROOT2);
    }

    static double logProbabilityBelow(double x) {
        return x > FAR ? Math.log(probabilityBelow(x)) : logDensity(x) - Math.log(-x) + tail(x);
    }

    /** The log of the asymptotic series 1 - 1/x^2 + 3/x^4 - 15/x^6 + ... */
    private static double tail(double x) {
        double sum = 1;
        double term = 1;
        for (int i = 1; Math.abs(term) > Math.ulp(sum); i++) {
            term *= -(2 * i - 1) / (x * x);
            sum += term;
        }
        return Math.log(sum);
    }

    /** The log of the probability between a and b, a < b. */
    static double logMass(double a, double b) {
        if (a > 0) return logMass(-b, -a); // the left tail keeps digits that 1 - p loses
        if (b <= 0) {
            double upper = logProbabilityBelow(b);
            return upper + Math.log1p(-Math.exp(logProbabilityBelow(a) - upper));
        }
        return Math.log1p(-probabilityBelow(a) - probabilityBelow(-b));
    }

    /**
     * The point with a {@code share} of the probability between a and b to its left, a <= 0 <= b.
     */
    static double between(double a, double b, double share) {
        double below = probabilityBelow(a);
        double mass = 1 - below - probabilityBelow(-b);
        double point = -ROOT2 * Erf.erfcInv(2 * (below + share * mass));
        return Math.clamp(point, a, b);
    }
}
