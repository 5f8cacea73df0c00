package io.espalier.deploy.bench.quality;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown with columns that stand under each other. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> head) {
        rows.add(List.copyOf(head));
    }

    void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        for (var row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(Math.max(3, widths[i]), row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            for (int i = 0; i < columns; i++) {
                var cell = rows.get(r).get(i);
                text.append("| ").append(cell).repeat(" ", widths[i] - cell.length() + 1);
            }
            text.append("|\n");
            if (r > 0) continue;
            for (int i = 0; i < columns; i++) text.append('|').repeat("-", widths[i] + 2);
            text.append("|\n");
        }
        return text.toString();
    }
}
