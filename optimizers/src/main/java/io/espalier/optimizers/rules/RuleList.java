package io.espalier.optimizers.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rules as a model writes them, and as an instruction ends with them.
 *
 * @param rules one sentence or two each, without bullets
 */
record RuleList(List<String> rules) {
    private static final Pattern BULLET =
            Pattern.compile("\\A\\s*(?:[-*•]|\\(?\\d{1,3}[.):]|[Rr]ule\\s+\\d{1,3}[.:)])\\s+");
    private static final Pattern FENCE = Pattern.compile("\\A\\s*```\\w*\\s*\\z");

    RuleList {
        rules = List.copyOf(rules);
    }

    /**
     * Reads a list with bullets or numbers, whose words before and after it are left out; where
     * there are none, each line is a rule.
     *
     * @param most rules beyond are left out
     * @return empty when there is none
     */
    static Optional<RuleList> read(String written, int most) {
        var lines = written.lines().filter(l -> !l.isBlank() && !FENCE.matcher(l).matches());
        var all = lines.toList();
        var listed = all.stream().anyMatch(line -> BULLET.matcher(line).find());
        var rules = listed ? items(all) : all.stream().map(String::strip).toList();
        var distinct = new LinkedHashSet<>(rules).stream().limit(most).toList();
        return distinct.isEmpty() ? Optional.empty() : Optional.of(new RuleList(distinct));
    }

    /** A line that is indented goes on with the item above. */
    private static List<String> items(List<String> lines) {
        var items = new ArrayList<String>();
        for (var line : lines) {
            var bullet = BULLET.matcher(line);
            if (bullet.find()) {
                items.add(line.substring(bullet.end()).strip());
            } else if (!items.isEmpty() && Character.isWhitespace(line.charAt(0))) {
                items.add(items.removeLast() + " " + line.strip());
            }
        }
        return items.stream().filter(item -> !item.isEmpty()).toList();
    }

    /** The instruction with these rules at its end. */
    String under(String instruction) {
        return instruction.strip()
                + "\n\nRules of this task:\n"
                + rules.stream().map(rule -> "- " + rule).collect(Collectors.joining("\n"));
    }
}
