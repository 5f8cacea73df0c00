package io.espalier.signatures.job;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * Which of several draws of the same job this is. Part of a job's identity.
 *
 * @param id 0 for the plain run; others are further draws, each with a sampling seed of its own
 * @param temperature in place of the program's; null to keep it
 */
public record Rollout(int id, @Nullable Double temperature) {
    public static final Rollout PLAIN = new Rollout(0, null);

    /** A further draw at the given temperature. */
    public static Rollout draw(int id, double temperature) {
        return new Rollout(id, temperature);
    }

    /** The seed differs by rollout and predictor, and is none for the plain run. */
    public Sampling sampling(String predictorPath) {
        if (id == 0) return Sampling.UNSET.withTemperature(temperature);
        long seed = Long.parseUnsignedLong(Json.hash(id + "/" + predictorPath).substring(0, 8), 16);
        return new Sampling(temperature, null, null, seed);
    }
}
