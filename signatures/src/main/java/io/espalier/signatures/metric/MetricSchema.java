package io.espalier.signatures.metric;

import static io.espalier.signatures.document.Shapes.address;
import static io.espalier.signatures.document.Shapes.definition;
import static io.espalier.signatures.document.Shapes.either;
import static io.espalier.signatures.document.Shapes.list;
import static io.espalier.signatures.document.Shapes.map;
import static io.espalier.signatures.document.Shapes.number;
import static io.espalier.signatures.document.Shapes.object;
import static io.espalier.signatures.document.Shapes.oneOf;
import static io.espalier.signatures.document.Shapes.require;
import static io.espalier.signatures.document.Shapes.share;
import static io.espalier.signatures.document.Shapes.text;
import static io.espalier.signatures.document.Shapes.with;

import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema of what {@link MetricReader} reads. */
public final class MetricSchema {
    /** Where it must stand under {@code $defs}, for metrics hold metrics. */
    public static final String NAME = "metric";

    private MetricSchema() {}

    public static ObjectNode create() {
        var forms = new ArrayList<ObjectNode>();
        forms.add(oneOf(MetricReader.WORDS));
        for (var kind : MetricReader.KINDS) {
            var form = require(object(), kind, settings(kind));
            forms.add(kind.equals("command") ? with(form, "directory", text()) : form);
        }
        return either(forms);
    }

    private static ObjectNode settings(String kind) {
        var names = either(text(), list(text(), 0));
        return switch (kind) {
            case "exact", "json" -> names;
            case "f1", "contains" -> text();
            case "tolerance" -> with(with(field(), "absolute", number(0)), "relative", number(0));
            case "regex" -> require(field(), "pattern", text());
            case "judge" ->
                    with(
                            require(object(), "ask", text()),
                            "model",
                            oneOf(List.of("task", "reflection")));
            case "tokens", "calls", "latency" -> spent();
            case "cost" -> with(spent(), "price", price());
            case "length" ->
                    with(with(spent(), "field", names), "unit", oneOf(QuantityReader.UNITS));
            case "format" -> object();
            case "weighted" -> parts(1);
            case "lexicographic" -> either(parts(1), list(require(inner(), "name", text()), 1));
            case "pareto" -> parts(2).put("maxProperties", CompositeReader.MOST_OBJECTIVES);
            case "constrained" ->
                    require(
                            require(object(), Constrained.GOAL, definition(NAME)),
                            "subject-to",
                            map(require(inner(), "at-least", level())).put("minProperties", 1));
            case "threshold" -> with(inner(), "least", share());
            case "command" -> list(text(), 1);
            case "http" -> address();
            default -> throw new IllegalStateException("a metric without a schema: " + kind);
        };
    }

    private static ObjectNode field() {
        return require(object(), "field", text());
    }

    private static ObjectNode spent() {
        return with(require(object(), "worst", number(0)), "best", number(0));
    }

    private static ObjectNode price() {
        var price = with(with(object(), "prompt", number(0)), "completion", number(0));
        return with(price, "cached", number(0));
    }

    private static ObjectNode parts(int least) {
        var part = either(definition(NAME), with(inner(), "weight", number(0)));
        return map(part).put("minProperties", least);
    }

    private static ObjectNode level() {
        return Json.object().put("type", "number").put("exclusiveMinimum", 0).put("maximum", 1);
    }

    private static ObjectNode inner() {
        return require(object(), "metric", definition(NAME));
    }
}
