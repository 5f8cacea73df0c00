package io.espalier.signatures.model;

/**
 * Tokens and calls that work took.
 *
 * @param cached the part of {@code prompt} that came from a prefix cache
 */
public record Usage(long calls, long prompt, long completion, long cached) {
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    public Usage plus(Usage other) {
        return new Usage(
                calls + other.calls,
                prompt + other.prompt,
                completion + other.completion,
                cached + other.cached);
    }
}
