package io.espalier.signatures.metric;

import io.espalier.signatures.Field;
import io.espalier.signatures.Signature;
import io.espalier.signatures.adapter.Adapter;
import io.espalier.signatures.document.Document;
import io.espalier.signatures.document.Section;
import io.espalier.signatures.document.Spelling;
import io.espalier.signatures.document.Violations;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.Judge.JudgeModel;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.Price;
import io.espalier.signatures.model.Sampling;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads metrics: {@code exact} or {@code format}, or an object with one member that names the kind
 * ({@link #KINDS}). Every fault becomes a violation.
 */
public final class MetricReader {
    public static final List<String> KINDS =
            List.of(
                    "exact",
                    "f1",
                    "tolerance",
                    "contains",
                    "regex",
                    "json",
                    "judge",
                    "tokens",
                    "calls",
                    "cost",
                    "latency",
                    "length",
                    "format",
                    "weighted",
                    "lexicographic",
                    "constrained",
                    "pareto",
                    "threshold",
                    "command",
                    "http");

    /** Those that may be given by their name alone. */
    static final List<String> WORDS = List.of("exact", "format");

    /** Gives LM judges their model; asked only when a metric with a judge is used. */
    @FunctionalInterface
    public interface Judges {
        /**
         * @param role {@code task} or {@code reflection}
         */
        LanguageModel model(String role);
    }

    private final @Nullable Signature signature;
    private final String directory;
    private final @Nullable Judges judges;
    private final @Nullable Adapter adapter;
    private final QuantityReader quantities;
    private final CompositeReader composites = new CompositeReader(this::read);

    private MetricReader(
            @Nullable Signature signature,
            String directory,
            @Nullable Price price,
            @Nullable Judges judges,
            @Nullable Adapter adapter) {
        this.signature = signature;
        this.directory = directory;
        this.judges = judges;
        this.adapter = adapter;
        this.quantities = new QuantityReader(price);
    }

    /**
     * Checks and makes the metric at {@code parent.member}; one with a judge can be described but
     * not used.
     *
     * @param signature the program's: metrics may name its outputs and whatever the data has beside
     *     them; null where the program has faults of its own, which finds those of the metric that
     *     do not depend on it
     * @param directory where commands start, unless the metric says otherwise
     * @param price of the program's model; null where none is known
     * @return null after a violation
     */
    public static @Nullable Metric read(
            Section parent,
            String member,
            @Nullable Signature signature,
            String directory,
            @Nullable Price price) {
        var value = parent.value(member);
        if (value == null) {
            parent.missing(member, "exact, or one of " + KINDS);
            return null;
        }
        return new MetricReader(signature, directory, price, null, null)
                .read(value, parent.path(member), parent.violations());
    }

    /**
     * A metric from its {@linkplain Metric#document document}, ready for use.
     *
     * @throws io.espalier.signatures.document.InvalidDocument with all its faults
     */
    public static Metric read(
            JsonNode document, Signature signature, Judges judges, Adapter adapter) {
        var violations = new Violations(Document.withoutLines(document));
        var metric =
                new MetricReader(signature, ".", null, judges, adapter)
                        .read(document, "metric", violations);
        violations.throwIfAny();
        if (metric == null)
            throw new IllegalStateException("no metric and no violation: " + document);
        return metric;
    }

    private @Nullable Metric read(JsonNode value, String path, Violations violations) {
        if (value.isString()) {
            if (value.stringValue().equals("exact"))
                return exact(Json.object().set("exact", Json.array()), path, violations);
            if (value.stringValue().equals("format")) return new Format();
            violations.add(
                    path,
                    "'"
                            + value.stringValue()
                            + "' is no metric "
                            + (KINDS.contains(value.stringValue())
                                    ? "without settings"
                                    : "of that name" + suggestion(List.of(value.stringValue())))
                            + " (expected: "
                            + String.join(", ", WORDS)
                            + ", or {"
                            + String.join("|", KINDS)
                            + ": ...})");
            return null;
        }
        var section = new Section(value, path, violations);
        if (!value.isObject()) return null;
        var before = violations.count();
        var kinds = KINDS.stream().filter(section::has).toList();
        if (kinds.size() != 1) {
            violations.add(
                    path,
                    kinds.isEmpty()
                            ? namesNone(section.names())
                            : "names several metrics, "
                                    + kinds
                                    + ": combine them by weighted, lexicographic, constrained or"
                                    + " pareto");
            return null;
        }
        var kind = kinds.getFirst();
        var metric =
                switch (kind) {
                    case "exact" -> exact(value, path, violations);
                    case "f1" -> new TokenF1(field(section, "f1"));
                    case "contains" -> new Contains(field(section, "contains"));
                    case "json" -> new JsonFieldwise(fields(section, "json"));
                    case "tolerance" -> tolerance(section);
                    case "regex" -> regex(section);
                    case "judge" -> judge(section);
                    case "format" -> format(section);
                    case "lexicographic" -> composites.lexicographic(section);
                    case "weighted", "pareto" ->
                            composites.combined(section, kind, Weighted.Combination.of(kind));
                    case "constrained" -> composites.constrained(section);
                    case "threshold" -> composites.threshold(section);
                    case "command" -> command(section);
                    case "http" -> http(section);
                    default -> quantities.read(section, kind, s -> fields(s, "field"));
                };
        section.rejectOthers();
        return violations.count() == before ? metric : null;
    }

    private static String namesNone(List<String> names) {
        var unknown = names.stream().map(name -> "'" + name + "'").toList();
        return "names no metric"
                + (unknown.isEmpty() ? "" : " but " + String.join(", ", unknown))
                + suggestion(names)
                + " (expected one of: "
                + String.join(", ", KINDS)
                + ")";
    }

    /** For the first of the names that is near a metric's. */
    private static String suggestion(List<String> names) {
        return names.stream()
                .map(name -> Spelling.suggestion(name, KINDS))
                .filter(suggestion -> !suggestion.isEmpty())
                .findFirst()
                .orElse("");
    }

    private Metric exact(JsonNode value, String path, Violations violations) {
        var section = new Section(value, path, violations);
        return new ExactMatch(fields(section, "exact"));
    }

    /** One name, a list of names, or nothing for all outputs. */
    private List<String> fields(Section section, String member) {
        var names = section.texts(member);
        if (names.isEmpty()) return outputs();
        names.forEach(name -> checkOutput(section, member, name));
        return names;
    }

    private String field(Section section, String member) {
        var name = section.requiredText(member);
        if (!name.isEmpty()) checkOutput(section, member, name);
        return name;
    }

    private List<String> outputs() {
        if (signature == null) return List.of();
        return signature.outputs().stream().map(Field::name).toList();
    }

    private void checkOutput(Section section, String member, String name) {
        if (signature == null) return;
        var outputs = outputs();
        if (!outputs.contains(name)) {
            section.fault(
                    member,
                    "'"
                            + name
                            + "' is no output of the program"
                            + Spelling.suggestion(name, outputs)
                            + " (outputs: "
                            + String.join(", ", outputs)
                            + ")");
        }
    }

    private @Nullable Metric tolerance(Section section) {
        var details = section.section("tolerance");
        if (details == null || !details.node().isObject()) return null;
        var field = field(details, "field");
        var metric =
                new Tolerance(
                        field,
                        details.decimal("absolute", 0, Double.MAX_VALUE, 0),
                        details.decimal("relative", 0, Double.MAX_VALUE, 0));
        details.rejectOthers();
        return metric;
    }

    private @Nullable Metric regex(Section section) {
        var details = section.section("regex");
        if (details == null || !details.node().isObject()) return null;
        var field = field(details, "field");
        var pattern = details.requiredText("pattern");
        details.rejectOthers();
        try {
            return new Matches(field, Pattern.compile(pattern));
        } catch (PatternSyntaxException e) {
            details.fault(
                    "pattern",
                    "is no regular expression: " + e.getDescription() + " at " + e.getIndex());
            return null;
        }
    }

    private @Nullable Metric judge(Section section) {
        var details = section.section("judge");
        if (details == null || !details.node().isObject()) return null;
        var role = details.choice("model", List.of("task", "reflection"), "reflection");
        var ask = details.requiredText("ask");
        details.rejectOthers();
        var model =
                judges == null || adapter == null
                        ? unusable()
                        : new JudgeModel(judges.model(role), adapter, Sampling.UNSET);
        return new Judge(role, ask, model);
    }

    private static JudgeModel unusable() {
        LanguageModel none =
                _ -> {
                    throw new IllegalStateException(
                            "this metric was read to be checked, not to be used");
                };
        return new JudgeModel(
                none, io.espalier.signatures.adapter.Adapters.standard(), Sampling.UNSET);
    }

    private static Metric format(Section section) {
        var details = section.section("format");
        if (details != null && details.node().isObject()) details.rejectOthers();
        return new Format();
    }

    private @Nullable Metric command(Section section) {
        var command = section.texts("command");
        var in = section.text("directory", directory);
        if (command.isEmpty()) {
            section.fault(
                    "command",
                    "is empty (expected: a program and its arguments, such as [python3, metric.py])");
            return null;
        }
        return new CommandMetric(command, in);
    }

    private @Nullable Metric http(Section section) {
        var text = section.requiredText("http");
        try {
            var uri = new URI(text);
            if (uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return new HttpMetric(uri);
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        section.fault("http", "'" + text + "' is no address (expected: http://host:port/path)");
        return null;
    }
}
