package io.espalier.deploy.print;

import java.util.Locale;

/** Figures as people read them, the same in every locale. */
final class Numbers {
    private Numbers() {}

    /** {@code 0.8} is {@code 80.0 %}. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** {@code +38.5 points}. */
    static String points(double before, double after) {
        return String.format(Locale.ROOT, "%+.1f points", (after - before) * 100);
    }

    /** {@code 1,290}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%.0f", perSecond) + "/s";
    }

    /** {@code 4.2 s}, {@code 3 min 12 s}, {@code 2 h 5 min}. */
    static String duration(double seconds) {
        if (seconds < 10) return String.format(Locale.ROOT, "%.1f s", seconds);
        long whole = Math.round(seconds);
        if (whole < 60) return whole + " s";
        if (whole < 3600) return whole / 60 + " min " + whole % 60 + " s";
        return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    static String plural(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }
}
