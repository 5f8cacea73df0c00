package io.espalier.worker.openai;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Request options that an endpoint was seen to refuse, so that later requests do without them. One
 * per model; safe for many threads.
 */
final class Refusals {

    /** An option of the wire that a request can do without. */
    enum Option {
        RESPONSE_FORMAT("response_format"),
        /** Newer models want {@code max_completion_tokens}, which is sent in its place. */
        MAX_TOKENS("max_tokens"),
        TEMPERATURE("temperature"),
        TOP_P("top_p"),
        SEED("seed"),
        /** Texts are then cut on this side. */
        STOP("stop");

        private final String wireName;

        Option(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    private static final Pattern REFUSAL =
            Pattern.compile(
                    "support|unknown|unrecogni[sz]ed|unexpected|unavailable|not (allowed|permitted)|extra"
                            + " (inputs|fields)",
                    Pattern.CASE_INSENSITIVE);

    private volatile Set<Option> refused = Set.of();

    /** The set at one moment: a request is built from one, and the next refusal is told apart. */
    Set<Option> now() {
        return refused;
    }

    /**
     * What a message complains about among the options that were sent. A complaint about a value
     * ("temperature must be at most 1") is the study's to mend and is not taken for a refusal;
     * where a request without the option means the same, its name is enough.
     */
    static Optional<Option> named(String message, Set<Option> sent) {
        return sent.stream()
                .filter(o -> Pattern.compile("\\b" + o.wireName() + "\\b").matcher(message).find())
                .filter(o ->
                        o == Option.RESPONSE_FORMAT
                                || o == Option.STOP
                                || REFUSAL.matcher(message).find())
                .findFirst();
    }

    /** True when this was news. */
    synchronized boolean remember(Option option) {
        if (refused.contains(option)) return false;
        var more = EnumSet.of(option);
        more.addAll(refused);
        refused = Set.copyOf(more);
        return true;
    }
}
