package io.espalier.worker.openai;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;

/** How long an endpoint asks its callers to wait. */
final class RetryAfter {
    private RetryAfter() {}

    /** From {@code retry-after-ms}, or {@code Retry-After} as seconds or as a date. */
    static Optional<Duration> of(Function<String, Optional<String>> header, Instant now) {
        var millis = header.apply("retry-after-ms").flatMap(v -> seconds(v, 0.001));
        if (millis.isPresent()) return millis;
        return header.apply("Retry-After").flatMap(v -> seconds(v, 1).or(() -> date(v, now)));
    }

    private static Optional<Duration> seconds(String value, double unit) {
        try {
            double seconds = Double.parseDouble(value.strip()) * unit;
            if (!(seconds >= 0 && seconds < 1e9)) return Optional.empty();
            return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String value, Instant now) {
        try {
            var at = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
            var wait = Duration.between(now, at.toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
