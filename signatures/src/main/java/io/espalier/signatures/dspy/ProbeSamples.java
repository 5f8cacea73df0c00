package io.espalier.signatures.dspy;

import io.espalier.signatures.Constraint;
import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.SignatureParser;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.program.Demo;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Calls that DSPy rendered, to compare with what our adapters make under its framing. */
final class ProbeSamples {
    private ProbeSamples() {}

    /**
     * @param answer what the probing script printed
     * @return a sentence for each sample that comes out otherwise
     * @throws IllegalArgumentException when a sample cannot be read
     */
    static List<String> check(Framing framing, JsonNode answer) {
        var named = new HashMap<String, FieldType>();
        for (var entry : answer.path("enumerations").properties()) {
            var constants = new ArrayList<FieldType.Enumeration.Constant>();
            entry.getValue()
                    .properties()
                    .forEach(c ->
                            constants.add(
                                    new FieldType.Enumeration.Constant(c.getKey(), c.getValue())));
            named.put(entry.getKey(), new FieldType.Enumeration(entry.getKey(), constants));
        }
        var faults = new ArrayList<String>();
        if (answer.path("samples").isEmpty()) faults.add("there are no samples");
        for (var sample : answer.path("samples")) {
            var fault = check(framing, sample, named);
            if (!fault.isEmpty()) faults.add(fault);
        }
        return faults;
    }

    private static String check(Framing framing, JsonNode sample, Map<String, FieldType> named) {
        var instruction = sample.path("instruction");
        var signature =
                new Signature(
                        fields(sample.path("inputs"), named),
                        fields(sample.path("outputs"), named),
                        instruction.isString() ? instruction.stringValue() : null);
        var demos = new ArrayList<Demo>();
        sample.path("demos").forEach(demo -> demos.add(Demo.labelled(Fields.of(demo))));
        var adapter = Adapters.of(sample.path("adapter").asString(""), framing);
        var ours = adapter.format(signature, demos, Fields.of(sample.path("values"))).messages();
        var theirs = sample.path("messages");
        var where = adapter.name() + ", sample " + sample.path("outputs");
        if (ours.size() != theirs.size()) {
            return where + ": " + theirs.size() + " messages, not " + ours.size();
        }
        for (var i = 0; i < ours.size(); i++) {
            if (!same(ours.get(i), theirs.get(i))) return where + ": message " + (i + 1);
        }
        return "";
    }

    private static boolean same(Message ours, JsonNode theirs) {
        return ours.role().wireName().equals(theirs.path("role").asString(""))
                && ours.text().equals(theirs.path("content").asString(""));
    }

    /** Each {@code [name, type, description, constraints]}, cut short where the rest is plain. */
    private static List<Field> fields(JsonNode entries, Map<String, FieldType> named) {
        var fields = new ArrayList<Field>();
        for (var entry : entries) {
            var type = SignatureParser.type(entry.path(1).asString("str"), named);
            var field = Field.of(entry.path(0).asString(""), type);
            if (entry.path(2).isString()) {
                field = field.withDescription(entry.path(2).stringValue());
            }
            var constraints = new ArrayList<Constraint>();
            entry.path(3).properties().forEach(c -> constraints.add(constraint(c)));
            fields.add(field.withConstraints(constraints));
        }
        return fields;
    }

    private static Constraint constraint(Map.Entry<String, JsonNode> entry) {
        var value = entry.getValue();
        var number = new BigDecimal(value.asString("0"));
        return switch (entry.getKey()) {
            case "gt" -> new Constraint.GreaterThan(number);
            case "ge" -> new Constraint.AtLeast(number);
            case "lt" -> new Constraint.LessThan(number);
            case "le" -> new Constraint.AtMost(number);
            case "multiple_of" -> new Constraint.MultipleOf(number);
            case "min_length" -> new Constraint.MinLength(value.asInt());
            case "max_length" -> new Constraint.MaxLength(value.asInt());
            default -> throw new IllegalArgumentException("constraint '" + entry.getKey() + "'");
        };
    }
}
