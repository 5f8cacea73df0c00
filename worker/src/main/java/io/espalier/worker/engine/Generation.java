package io.espalier.worker.engine;

import io.espalier.signatures.model.Completion.Finish;
import java.time.Duration;
import java.util.Set;

/** One request to an engine, in tokens, and what comes back. */
public final class Generation {

    private Generation() {}

    /** Says after each token whether writing ends. Called on the engine's thread. */
    @FunctionalInterface
    public interface Stop {
        Stop NEVER = (tokens, count) -> false;

        /** Looks at the first {@code count} of the tokens written so far. */
        boolean after(int[] tokens, int count);
    }

    /**
     * @param most tokens to write
     * @param ends tokens that end writing
     */
    public record Request(int[] prompt, Draw draw, int most, Set<Integer> ends, Stop stop) {}

    /**
     * @param tokens written, an ending token included
     * @param cached prompt tokens that were not computed again
     * @param took from entering the batch to the last token, among whatever else was in the batch
     */
    public record Result(int[] tokens, Finish finish, int cached, Duration took) {}
}
