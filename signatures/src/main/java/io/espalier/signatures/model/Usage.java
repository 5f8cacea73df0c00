package io.espalier.signatures.model;

/**
 * Tokens and calls that work took.
 *
 * @param calls that a model really answered
 * @param cached the part of {@code prompt} that came from a provider's prefix cache
 * @param saved what calls would have taken that an equal call before them answered; it is in none
 *     of the other figures
 */
public record Usage(long calls, long prompt, long completion, long cached, Saved saved) {
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    /** Calls and tokens that nobody had to spend. */
    public record Saved(long calls, long prompt, long completion) {
        public static final Saved NOTHING = new Saved(0, 0, 0);

        Saved plus(Saved other) {
            return new Saved(
                    calls + other.calls, prompt + other.prompt, completion + other.completion);
        }
    }

    public Usage(long calls, long prompt, long completion, long cached) {
        this(calls, prompt, completion, cached, Saved.NOTHING);
    }

    public Usage plus(Usage other) {
        return new Usage(
                calls + other.calls,
                prompt + other.prompt,
                completion + other.completion,
                cached + other.cached,
                saved.plus(other.saved));
    }

    /** The same work when it is not done: all of it saved. */
    public Usage asSaved() {
        return new Usage(0, 0, 0, 0, saved.plus(new Saved(calls, prompt, completion)));
    }

    /** What the work takes where nothing is remembered: the saved part spent, too. */
    public Usage inFull() {
        return new Usage(
                calls + saved.calls, prompt + saved.prompt, completion + saved.completion, cached);
    }
}
