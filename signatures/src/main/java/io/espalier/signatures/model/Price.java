package io.espalier.signatures.model;

/**
 * What a model charges, in one currency, for a million tokens.
 *
 * @param cached of prompt tokens that came from the provider's prefix cache
 */
public record Price(double prompt, double completion, double cached) {
    public static final Price FREE = new Price(0, 0, 0);

    public double of(Usage usage) {
        var fresh = Math.max(0, usage.prompt() - usage.cached());
        return (fresh * prompt + usage.cached() * cached + usage.completion() * completion) / 1e6;
    }
}
