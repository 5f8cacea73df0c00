package io.espalier.optimizers.study;

import io.espalier.signatures.job.Job;
import io.espalier.signatures.model.Usage;

/** What the study's models charge; zero for models that run on the fleet itself. */
public record Prices(Price task, Price reflection) {
    public static final Prices FREE = new Prices(Price.FREE, Price.FREE);

    /**
     * In one currency, for a million tokens.
     *
     * @param cached of prompt tokens that came from the provider's prefix cache
     */
    public record Price(double prompt, double completion, double cached) {
        public static final Price FREE = new Price(0, 0, 0);

        double of(Usage usage) {
            var fresh = Math.max(0, usage.prompt() - usage.cached());
            return (fresh * prompt + usage.cached() * cached + usage.completion() * completion)
                    / 1e6;
        }
    }

    double of(Job.Role role, Usage usage) {
        return switch (role) {
            case TASK -> task.of(usage);
            case REFLECTION -> reflection.of(usage);
        };
    }
}
