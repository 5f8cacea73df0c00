package io.espalier.deploy.print;

import java.util.ArrayList;
import java.util.List;

/** What changed between two texts, line by line, by their longest common subsequence. */
final class LineDiff {
    private LineDiff() {}

    /** Lines with {@code " "}, {@code "- "} or {@code "+ "} before them. */
    static List<String> of(String before, String after) {
        var a = before.lines().toList();
        var b = after.lines().toList();
        // common[i][j]: length of the longest common subsequence of a from i on and b from j on.
        var common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                common[i][j] =
                        a.get(i).equals(b.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        var lines = new ArrayList<String>();
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
                lines.add("  " + a.get(i));
                i++;
                j++;
            } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + a.get(i++));
            } else {
                lines.add("+ " + b.get(j++));
            }
        }
        return lines;
    }
}
