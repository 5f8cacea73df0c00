package io.espalier.optimizers.propose;

import java.util.Optional;
import java.util.regex.Pattern;

/** Tidies what a model wrote where an instruction was asked for. */
public final class ProposedText {
    private static final Pattern FENCED =
            Pattern.compile("\\A```\\w*\\n(.*?)\\n?```\\z", Pattern.DOTALL);
    private static final Pattern LABEL =
            Pattern.compile(
                    "\\A(?:\\*\\*)?(?:(?:new|improved|proposed|revised) )?"
                            + "(?:instruction|instructions|prompt)(?:\\*\\*)?:(?:\\*\\*)?\\s+",
                    Pattern.CASE_INSENSITIVE);

    private ProposedText() {}

    /**
     * Without a code fence, quotes or a label around the whole.
     *
     * @return empty when nothing is left
     */
    public static Optional<String> instruction(String written) {
        var text = written.strip();
        var fenced = FENCED.matcher(text);
        if (fenced.matches()) text = fenced.group(1).strip();
        text = LABEL.matcher(text).replaceFirst("").strip();
        if (text.length() > 1 && quoted(text)) text = text.substring(1, text.length() - 1).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static boolean quoted(String text) {
        char first = text.charAt(0);
        return (first == '"' || first == '\'') && text.indexOf(first, 1) == text.length() - 1;
    }
}
