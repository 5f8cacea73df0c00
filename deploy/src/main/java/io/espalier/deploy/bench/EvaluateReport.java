package io.espalier.deploy.bench;

import io.espalier.signatures.json.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What {@link EvaluateBench} measured. */
public record EvaluateReport(int examples, List<Row> rows) {
    static final String ESPALIER = "espalier, in process";
    static final String NODE = "espalier, whole node";
    static final String BARE_JAVA = "bare client, JDK";
    static final String BARE_PYTHON = "bare client, Python";
    static final String DSPY = "dspy.Evaluate";

    /**
     * One contestant at one latency.
     *
     * @param latency of the server, milliseconds per call
     */
    public record Row(String contestant, int latency, int threads, List<Turn> turns) {
        public Row {
            turns = List.copyOf(turns);
        }

        double rate() {
            return Turn.medianRate(turns);
        }

        double cpu() {
            return Turn.medianCpu(turns);
        }
    }

    public EvaluateReport {
        rows = List.copyOf(rows);
    }

    /** Of the faster bare client at this latency. */
    private double ceiling(int latency) {
        return rows.stream()
                .filter(row -> row.latency() == latency)
                .filter(row ->
                        row.contestant().equals(BARE_JAVA) || row.contestant().equals(BARE_PYTHON))
                .mapToDouble(Row::rate)
                .max()
                .orElse(Double.NaN);
    }

    /** Of DSPy where it takes least. */
    private double dspyCpu(int latency) {
        return rows.stream()
                .filter(row -> row.latency() == latency && row.contestant().equals(DSPY))
                .mapToDouble(Row::cpu)
                .min()
                .orElse(Double.NaN);
    }

    /** A table for people. */
    public String text() {
        var text = new StringBuilder();
        text.append(
                "%-22s %8s %8s %9s %12s %16s %14s%n"
                        .formatted(
                                "client",
                                "latency",
                                "threads",
                                "calls/s",
                                "CPU ms/call",
                                "of bare client",
                                "CPU of DSPy"));
        for (var row : rows) {
            text.append(
                    "%-22s %5d ms %8d %9.1f %12.3f %15.2f %15.2f%n"
                            .formatted(
                                    row.contestant(),
                                    row.latency(),
                                    row.threads(),
                                    row.rate(),
                                    row.cpu(),
                                    row.rate() / ceiling(row.latency()),
                                    row.cpu() / dspyCpu(row.latency())));
        }
        return text.toString();
    }

    /** For machines. */
    public ObjectNode json() {
        var node = Json.object().put("examples", examples);
        var array = node.putArray("rows");
        for (var row : rows) {
            var entry =
                    array.addObject()
                            .put("client", row.contestant())
                            .put("latency_ms", row.latency())
                            .put("threads", row.threads())
                            .put("calls_per_s", rounded(row.rate(), 1))
                            .put("cpu_ms_per_call", rounded(row.cpu(), 4))
                            .put("rate_of_bare", rounded(row.rate() / ceiling(row.latency()), 3))
                            .put("cpu_of_dspy", rounded(row.cpu() / dspyCpu(row.latency()), 3));
            var rates = entry.putArray("rounds_calls_per_s");
            row.turns().forEach(turn -> rates.add(rounded(turn.rate(), 1)));
        }
        return node;
    }

    static double rounded(double value, int digits) {
        return Double.isFinite(value)
                ? Double.parseDouble(String.format(Locale.ROOT, "%." + digits + "f", value))
                : 0;
    }
}
