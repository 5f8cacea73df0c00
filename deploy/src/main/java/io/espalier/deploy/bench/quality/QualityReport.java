package io.espalier.deploy.bench.quality;

import io.espalier.deploy.bench.quality.Row.Method;
import io.espalier.deploy.bench.quality.Run.Side;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What {@link QualityBench} measured, as Markdown that people can read as it is. */
public final class QualityReport {
    private final List<JsonNode> lines;

    /** Runs without latency, for what was found and spent. */
    private final Rows fast;

    /** Those with as many calls as DSPy's. */
    private final Rows rows;

    private final Rows slow;

    QualityReport(List<JsonNode> lines) {
        this.lines = List.copyOf(lines);
        var all = Row.of(lines);
        this.fast = new Rows(all.stream().filter(r -> r.run().latency() == 0).toList());
        this.rows = new Rows(fast.all().stream().filter(r -> r.run().share() == 1).toList());
        this.slow = new Rows(all.stream().filter(r -> r.run().latency() > 0).toList());
    }

    /** Runs of this comparison that came to nothing. */
    public long failures() {
        return lines.stream().filter(line -> line.has("error")).count();
    }

    public int runs() {
        return lines.size();
    }

    /** For machines. */
    public JsonNode json() {
        var node = Json.object();
        var verdicts = node.putArray("verdicts");
        for (var verdict : new Verdicts(rows, slow).all()) {
            verdicts.addObject()
                    .put("about", verdict.about())
                    .put("finding", verdict.finding())
                    .put("met", verdict.met())
                    .put("draws", verdict.draws());
        }
        var runs = node.putArray("runs");
        lines.forEach(runs::add);
        return node;
    }

    /** All tables. */
    public String markdown() {
        var text = new StringBuilder();
        if (!rows.all().isEmpty()) {
            text.append("### Test score, percent\n\n").append(scores()).append('\n');
            var pairs = pairs();
            if (!pairs.isEmpty()) {
                text.append("### Espalier less DSPy, points, same rows and seed\n\n")
                        .append(pairs)
                        .append('\n');
            }
            text.append("### What the search took, per task\n\n").append(costs()).append('\n');
        }
        var shared = shares();
        if (!shared.isEmpty()) {
            text.append("### With a share of DSPy's metric calls\n\n").append(shared).append('\n');
        }
        if (!slow.all().isEmpty()) {
            text.append("### Wall time on a slow endpoint\n\n").append(walls()).append('\n');
        }
        var verdicts = verdicts();
        if (!verdicts.isEmpty()) text.append("### Goals\n\n").append(verdicts).append('\n');
        var failed = failed();
        if (!failed.isEmpty()) text.append("### Failed runs\n\n").append(failed);
        return text.toString().strip() + "\n";
    }

    private String scores() {
        var head = new ArrayList<>(List.of("optimizer", "side"));
        rows.tasks().forEach(task -> head.add(task.label()));
        head.addAll(List.of("mean", "draws"));
        var table = new Table(head);
        forEachSide((method, side) -> {
            var cells = new ArrayList<>(List.of(method.label(), side.label()));
            for (var task : rows.tasks()) {
                cells.add(rows.mean(method, side, task, Row::test).text(1));
            }
            var mean = rows.mean(method, side, Row::test);
            cells.add("**" + mean.text(1) + "**");
            cells.add(String.valueOf(mean.n()));
            table.add(cells);
        });
        return table.toString();
    }

    private String pairs() {
        var head = new ArrayList<>(List.of("optimizer"));
        rows.tasks().forEach(task -> head.add(task.label()));
        head.addAll(List.of("mean", "draws", "model calls, of DSPy's"));
        var table = new Table(head);
        for (var method : rows.methods()) {
            var mean = rows.difference(method);
            if (rows.tasks().stream().allMatch(t -> rows.difference(method, t).isEmpty())) continue;
            var cells = new ArrayList<>(List.of(method.label()));
            for (var task : rows.tasks()) cells.add(rows.difference(method, task).signed(1));
            cells.add("**" + mean.signed(1) + "**");
            cells.add(String.valueOf(mean.n()));
            var calls = rows.callsOfDspy(method);
            cells.add(Double.isFinite(calls) ? String.format(Locale.ROOT, "%.2f", calls) : "-");
            table.add(cells);
        }
        return table.isEmpty() ? "" : table.toString();
    }

    private String shares() {
        var table =
                new Table(
                        List.of(
                                "optimizer",
                                "test score, mean",
                                "less DSPy's",
                                "lowest task",
                                "draws",
                                "model calls, of DSPy's",
                                "wall time on a slow endpoint, of DSPy's"));
        for (var whole : rows.methods()) {
            var of = fast.methods().stream().filter(m -> m.on(Side.DSPY).equals(whole)).toList();
            if (of.stream().allMatch(m -> m.share() == 1)) continue;
            of.stream()
                    .sorted(Comparator.comparingDouble(Method::share).reversed())
                    .forEach(method -> share(method, table));
        }
        return table.isEmpty() ? "" : table.toString();
    }

    private void share(Method method, Table table) {
        var mean = fast.mean(method, Side.ESPALIER, Row::test);
        var worst = fast.worst(method);
        if (worst.isEmpty()) return;
        var task = worst.get();
        table.add(
                List.of(
                        method.label(),
                        mean.text(1),
                        "**" + fast.difference(method).signed(1) + "**",
                        fast.difference(method, task).signed(1) + " (" + task.label() + ")",
                        String.valueOf(mean.n()),
                        String.format(Locale.ROOT, "%.2f", fast.callsOfDspy(method)),
                        slow.wallOfDspy(method, Verdicts.SLOW).text(2)));
    }

    private String costs() {
        var table =
                new Table(
                        List.of(
                                "optimizer",
                                "side",
                                "task",
                                "test score",
                                "model calls",
                                "kilo-tokens",
                                "metric calls",
                                "wall s",
                                "client's CPU s"));
        forEachSide((method, side) -> {
            for (var task : rows.tasks()) {
                if (rows.of(method, side, task).isEmpty()) continue;
                table.add(
                        List.of(
                                method.label(),
                                side.label(),
                                task.label(),
                                rows.mean(method, side, task, Row::test).text(1),
                                rows.mean(method, side, task, Row::modelCalls).text(0),
                                rows.mean(method, side, task, r -> r.tokens() / 1000.0).text(0),
                                rows.mean(method, side, task, Row::metricCalls).text(0),
                                rows.mean(method, side, task, Row::seconds).text(1),
                                rows.mean(method, side, task, Row::cpuSeconds).text(1)));
            }
        });
        return table.toString();
    }

    private String walls() {
        var table =
                new Table(
                        List.of(
                                "optimizer",
                                "task",
                                "world",
                                "latency",
                                "side",
                                "in flight",
                                "wall s",
                                "model calls",
                                "test score"));
        for (var row : slow.all()) {
            table.add(
                    List.of(
                            row.method().label(),
                            row.task().label(),
                            String.valueOf(row.run().world()),
                            row.run().latency() + " ms",
                            row.side().label(),
                            String.valueOf(row.run().concurrency()),
                            String.format(Locale.ROOT, "%.1f", row.seconds()),
                            String.valueOf(row.modelCalls()),
                            String.format(Locale.ROOT, "%.1f", row.test())));
        }
        return table.toString();
    }

    private String verdicts() {
        var text = new StringBuilder();
        for (var verdict : new Verdicts(rows, slow).all()) {
            text.append("- ")
                    .append(verdict.about())
                    .append(": ")
                    .append("**" + verdict.word() + "**. ")
                    .append(verdict.finding())
                    .append(".\n");
        }
        return text.toString();
    }

    private String failed() {
        var text = new StringBuilder();
        for (var line : lines) {
            var run = Run.of(line);
            if (run == null || !line.has("error")) continue;
            text.append("- ").append(run).append(": ").append(line.path("error").asString());
            text.append('\n');
        }
        return text.toString();
    }

    private interface SideBySide {
        void accept(Method method, Side side);
    }

    private void forEachSide(SideBySide use) {
        for (var method : rows.methods()) {
            for (var side : Side.values()) {
                if (!rows.of(method, side).isEmpty()) use.accept(method, side);
            }
        }
    }
}
