package io.espalier.optimizers.study;

import io.espalier.signatures.job.Job;
import io.espalier.signatures.model.Price;
import io.espalier.signatures.model.Usage;

/** What the study's models charge; zero for models that run on the fleet itself. */
public record Prices(Price task, Price reflection) {
    public static final Prices FREE = new Prices(Price.FREE, Price.FREE);

    public double of(Job.Role role, Usage usage) {
        return switch (role) {
            case TASK -> task.of(usage);
            case REFLECTION -> reflection.of(usage);
        };
    }
}
