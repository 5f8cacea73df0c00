package io.espalier.optimizers.study;

/**
 * Tokens per character of a prompt's text: the slope of a straight line through the calls seen so
 * far, by least squares, which starts from what is usual for alphabetic text with the marks around
 * it and leaves that as far as calls of different lengths tell.
 */
final class Density {
    private static final double USUAL = 0.4;

    /** The weight of what is usual: as of this many calls, so many characters off the mean. */
    private static final double CALLS = 4;

    private static final double SPREAD = 500;

    private static final double LEAST = 0.1;
    private static final double MOST = 2;

    private long calls;
    private double meanChars;
    private double meanTokens;
    private double squares;
    private double products;

    /**
     * @param chars of the call's text
     * @param tokens read and written
     */
    void add(double chars, double tokens) {
        calls++;
        double off = chars - meanChars;
        meanChars += off / calls;
        meanTokens += (tokens - meanTokens) / calls;
        squares += off * (chars - meanChars);
        products += off * (tokens - meanTokens);
    }

    double perChar() {
        double weight = CALLS * SPREAD * SPREAD;
        return Math.clamp((products + weight * USUAL) / (squares + weight), LEAST, MOST);
    }
}
