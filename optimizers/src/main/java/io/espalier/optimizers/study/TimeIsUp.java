package io.espalier.optimizers.study;

import io.espalier.signatures.job.Outcome;
import java.util.HashMap;
import java.util.Map;

/** The study's time passed before all jobs of a question were done. */
public final class TimeIsUp extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Map<String, Outcome> outcomes;

    /**
     * @param outcomes by job id, of those that were done until then
     */
    public TimeIsUp(String message, Map<String, Outcome> outcomes) {
        super(message);
        this.outcomes = new HashMap<>(outcomes);
    }

    Map<String, Outcome> outcomes() {
        return outcomes;
    }
}
