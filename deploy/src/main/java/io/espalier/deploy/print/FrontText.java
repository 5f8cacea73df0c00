package io.espalier.deploy.print;

import io.espalier.v1.Front;
import io.espalier.v1.FrontMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The front of a study with several objectives, as a table: a line for each candidate on it. */
final class FrontText {
    private static final String INDENT = "    ";

    private FrontText() {}

    static String of(Front front) {
        var rows = new ArrayList<List<String>>();
        rows.add(header(front));
        front.getMembersList().forEach(member -> rows.add(row(front, member)));
        var text = new StringBuilder(StudyText.row("front", summary(front)));
        var widths = widths(rows);
        for (var row : rows) {
            var line = new StringBuilder(INDENT);
            for (int i = 0; i < row.size(); i++) {
                var left = i == 0 || i == row.size() - 1;
                line.append(
                        String.format(
                                Locale.ROOT,
                                "%" + (left ? "-" : "") + widths[i] + "s   ",
                                row.get(i)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String summary(Front front) {
        return Numbers.plural(front.getMembersCount(), "candidate")
                + " that none beats in all of "
                + String.join(", ", front.getObjectivesList())
                + String.format(Locale.ROOT, " (hypervolume %.3f)", front.getHypervolume());
    }

    private static List<String> header(Front front) {
        var header = new ArrayList<>(List.of("candidate"));
        header.addAll(front.getObjectivesList());
        header.addAll(List.of("adds", ""));
        return header;
    }

    private static List<String> row(Front front, FrontMember member) {
        var row = new ArrayList<>(List.of(member.getCandidate()));
        for (var objective : front.getObjectivesList()) {
            row.add(Numbers.percent(member.getScoresOrDefault(objective, 0)));
        }
        row.add(String.format(Locale.ROOT, "%.3f", member.getContribution()));
        row.add(member.getResult() ? "<- the result" : "");
        return row;
    }

    private static int[] widths(List<List<String>> rows) {
        var widths = new int[rows.getFirst().size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(Math.max(1, widths[i]), row.get(i).length());
            }
        }
        return widths;
    }
}
