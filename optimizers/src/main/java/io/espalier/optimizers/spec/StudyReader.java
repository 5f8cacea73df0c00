package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.DidYouMean;
import io.espalier.optimizers.catalog.Faults;
import io.espalier.optimizers.catalog.OptimizerCatalog;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.document.Document;
import io.espalier.signatures.document.InvalidDocument;
import io.espalier.signatures.document.Violation;
import io.espalier.signatures.model.Price;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a study, and names all of its faults at once. */
public final class StudyReader {
    private static final List<String> ADAPTERS = List.of("chat", "json", "xml");

    private final StudyParts parts;
    private final DataResolver data;
    private final FramingResolver framing;
    private final ModelFolders modelFolders;

    public StudyReader(
            StudyParts parts,
            DataResolver data,
            FramingResolver framing,
            ModelFolders modelFolders) {
        this.parts = parts;
        this.data = data;
        this.framing = framing;
        this.modelFolders = modelFolders;
    }

    /** What came of reading: a specification, or why there is none. */
    public record Reading(@Nullable StudySpec spec, List<Violation> violations) {
        public Reading {
            violations = List.copyOf(violations);
        }
    }

    /**
     * @throws InvalidDocument with every fault
     */
    public StudySpec read(Document document) {
        var reading = tryRead(document);
        if (reading.spec == null) throw new InvalidDocument(reading.violations);
        return reading.spec;
    }

    public Reading tryRead(Document document) {
        var violations = new ArrayList<Violation>();
        Faults faults =
                (field, message) ->
                        violations.add(new Violation(field, document.line(field), message));
        var spec = read(document.root(), faults);
        if (violations.isEmpty()) return new Reading(spec, violations);
        violations.sort(Comparator.comparing(v -> v.line() == null ? Integer.MAX_VALUE : v.line()));
        return new Reading(null, violations);
    }

    private @Nullable StudySpec read(JsonNode root, Faults faults) {
        var m = new Members(root, "", StudyKey.STUDY, faults);
        if (!root.isObject()) return null;
        m.whole("version", 1, StudySpec.VERSION);
        m.whole("format-version", 1, StudySpec.FORMAT_VERSION);
        var name = name(m);
        var programNode = m.get("program");
        var program = programNode == null ? null : parts.program(programNode, "program", faults);
        var models = new ModelReader(faults, modelFolders).read(m.get("models"));
        var metricNode = m.get("metric");
        var metric =
                metricNode == null
                        ? null
                        : parts.metric(metricNode, "metric", program, price(models), faults);
        var optimizerNode = m.get("optimizer");
        var optimizer =
                optimizerNode == null
                        ? null
                        : OptimizerCatalog.read(optimizerNode, "optimizer", program, faults);
        if (metric != null && optimizer != null) {
            OptimizerCatalog.check(optimizer, metric.objectives(), "optimizer", faults);
        }
        var limits = BudgetReader.read(m.get("budget"), models, faults);
        var adapter = oneOf(m, "adapter", ADAPTERS);
        var words = framing(m, faults);
        var reuse = m.flag("reuse");
        var seed = m.whole("seed", 0, Long.MAX_VALUE);

        var sets = new DataReader(data, program == null ? null : program.signature(), faults);
        var loaded = sets.read(m.get("data"));
        if (loaded != null && program != null) {
            var read =
                    metric == null ? List.<String>of() : parts.reads(metric, program.signature());
            sets.check(loaded, read);
        }
        if (name == null
                || program == null
                || metric == null
                || optimizer == null
                || models == null
                || loaded == null) {
            return null;
        }
        return new StudySpec(
                name,
                program,
                loaded,
                metric,
                optimizer,
                models,
                adapter == null ? ADAPTERS.getFirst() : adapter,
                words,
                limits,
                reuse == null || reuse,
                seed == null ? 0 : seed);
    }

    /** Models with faults may have a price: that one is missing is not to be said as well. */
    private static Price price(@Nullable StudyModels models) {
        return models == null ? new Price(1, 1, 1) : models.prices().task();
    }

    private static @Nullable String name(Members m) {
        var name = m.text("name");
        if (name == null || name.matches(StudyKey.Names.PATTERN)) return name;
        m.fault(
                "name",
                "'"
                        + name
                        + "' cannot name a release (expected: at most 100 letters, digits, '.',"
                        + " '_' and '-', the first a letter or digit)");
        return null;
    }

    private static @Nullable String oneOf(Members m, String name, List<String> known) {
        var value = m.text(name);
        if (value == null || known.contains(value)) return value;
        m.fault(m.at(name), "unknown " + name + " '" + value + "'" + DidYouMean.hint(value, known));
        return null;
    }

    /** Null for our own. */
    private @Nullable JsonNode framing(Members m, Faults faults) {
        var node = m.get("framing");
        if (node == null) return null;
        if (node.isObject()) {
            try {
                return Framing.of(node).toJson();
            } catch (IllegalArgumentException e) {
                faults.add("framing", String.valueOf(e.getMessage()));
                return null;
            }
        }
        var name = oneOf(m, "framing", List.of("espalier", "dspy"));
        if (name == null || name.equals("espalier")) return null;
        return framing.resolve(name, "framing", faults);
    }
}
