package io.espalier.signatures.adapter;

import io.espalier.signatures.Constraint;
import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.PythonTypes;
import io.espalier.signatures.Signature;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Words a signature's fields and instruction in a framing. */
record FieldText(Framing framing) {

    /** A numbered line per field. */
    String list(List<Field> fields) {
        var lines = new ArrayList<String>();
        for (var field : fields) lines.add(line(lines.size() + 1, field));
        return PythonText.strip(String.join("\n", lines));
    }

    private String line(int index, Field field) {
        var words = framing.fields();
        var about = description(field);
        var description = new StringBuilder();
        if (!about.isEmpty()) {
            description.append(Template.fill(words.description(), "text", about));
        }
        typeDescriptions(field.type(), description);
        var constraints =
                field.constraints().isEmpty()
                        ? ""
                        : Template.fill(
                                words.constraints(), "text", constraints(field.constraints()));
        return Template.fill(
                words.line(),
                "index",
                Integer.toString(index),
                "name",
                field.name(),
                "type",
                typeName(field.type()),
                "constraints",
                constraints,
                "description",
                description.toString());
    }

    /**
     * Empty for no description, and for {@code ${name}}, which is how DSPy's states say the same.
     */
    private static String description(Field field) {
        var text = field.description();
        return text == null || text.equals("${" + field.name() + "}") ? "" : text;
    }

    private void typeDescriptions(FieldType type, StringBuilder out) {
        if (framing.fields().typeDescriptions().isEmpty()) return;
        switch (type) {
            case FieldType.ListOf(var element) -> typeDescriptions(element, out);
            case FieldType.MapOf(var key, var value) -> {
                typeDescriptions(key, out);
                typeDescriptions(value, out);
            }
            case FieldType.Optional(var of) -> typeDescriptions(of, out);
            case FieldType.Union(var alternatives) ->
                    alternatives.forEach(a -> typeDescriptions(a, out));
            case FieldType.Code(var language) -> {
                var name = language.isEmpty() ? "python" : language;
                typeDescription(type, "Code", out, name);
            }
            case FieldType.Image _ -> typeDescription(type, "Image", out, "");
            case FieldType.Tool _ -> typeDescription(type, "Tool", out, "");
            default -> {}
        }
    }

    private void typeDescription(FieldType type, String kind, StringBuilder out, String language) {
        var text = framing.fields().typeDescriptions().get(kind);
        if (text == null) return;
        var filled =
                Template.fill(
                        text,
                        "language",
                        language,
                        "language_lower",
                        language.toLowerCase(Locale.ROOT));
        out.append(
                Template.fill(
                        framing.fields().typeDescription(),
                        "type",
                        typeName(type),
                        "text",
                        filled));
    }

    private String constraints(List<Constraint> constraints) {
        var words = framing.fields().constraint();
        return constraints.stream()
                .map(c ->
                        switch (c) {
                            case Constraint.GreaterThan(var bound) ->
                                    bound(words.greaterThan(), number(bound));
                            case Constraint.AtLeast(var bound) ->
                                    bound(words.atLeast(), number(bound));
                            case Constraint.LessThan(var bound) ->
                                    bound(words.lessThan(), number(bound));
                            case Constraint.AtMost(var bound) ->
                                    bound(words.atMost(), number(bound));
                            case Constraint.MultipleOf(var factor) ->
                                    bound(words.multipleOf(), number(factor));
                            case Constraint.MinLength(var length) ->
                                    bound(words.minLength(), Integer.toString(length));
                            case Constraint.MaxLength(var length) ->
                                    bound(words.maxLength(), Integer.toString(length));
                        })
                .collect(Collectors.joining(words.separator()));
    }

    private static String bound(String words, String bound) {
        return Template.fill(words, "bound", bound);
    }

    static String number(BigDecimal value) {
        return value.scale() <= 0
                ? value.toBigInteger().toString()
                : PythonText.number(value.doubleValue());
    }

    String typeName(FieldType type) {
        return PythonTypes.name(type, this::ownName);
    }

    private @Nullable String ownName(FieldType type) {
        var words = framing.types();
        return switch (type) {
            case FieldType.Literal(var values) when !words.literal().isEmpty() ->
                    Template.fill(words.literal(), "values", values(values, words.separator()));
            case FieldType.Enumeration(_, var constants) when !words.enumeration().isEmpty() ->
                    Template.fill(
                            words.enumeration(),
                            "values",
                            values(
                                    constants.stream()
                                            .map(FieldType.Enumeration.Constant::value)
                                            .toList(),
                                    words.separator()));
            case FieldType.Nested nested when !words.nested().isEmpty() ->
                    Template.fill(
                            words.nested(),
                            "name",
                            nested.name(),
                            "members",
                            nested.members().stream()
                                    .map(m -> m.name() + ": " + typeName(m.type()))
                                    .collect(Collectors.joining(", ", "{", "}")));
            case FieldType.Code(var language) when !words.code().isEmpty() ->
                    Template.fill(
                            words.code(), "language", language.isEmpty() ? "python" : language);
            default -> null;
        };
    }

    private static String values(List<JsonNode> values, String separator) {
        return values.stream().map(PythonText::display).collect(Collectors.joining(separator));
    }

    /** What stands for an output in the structure: its place, and a note on its format. */
    String place(Field field, boolean output) {
        var note = output ? note(field.type()) : "";
        var place = "{" + field.name() + "}";
        return note.isEmpty()
                ? place
                : place + Template.fill(framing.notes().around(), "note", note);
    }

    private String note(FieldType type) {
        var words = framing.notes();
        return switch (type) {
            case FieldType.Text _, FieldType.Code _ -> "";
            case FieldType.Bool _ -> words.bool();
            case FieldType.Int _ -> words.integer();
            case FieldType.Float _ -> words.decimal();
            case FieldType.Enumeration(_, var constants) ->
                    Template.fill(
                            words.enumeration(),
                            "values",
                            values(
                                    constants.stream()
                                            .map(FieldType.Enumeration.Constant::value)
                                            .toList(),
                                    "; "));
            case FieldType.Literal(var values) ->
                    Template.fill(words.literal(), "values", values(values, "; "));
            default ->
                    words.schema().isEmpty()
                            ? ""
                            : Template.fill(
                                    words.schema(),
                                    "schema",
                                    PythonText.json(
                                            JsonSchema.typeFirst(
                                                    JsonSchema.of(type, framing.schemas()))));
        };
    }

    /** The author's instruction, or the framing's own words for none; worded for the prompt. */
    String instruction(Signature signature) {
        var words = framing.instruction();
        var text = plainInstruction(signature);
        if (words.line() == null) return text;
        var line = words.line();
        return PythonText.lines(PythonText.dedent(PythonText.cleanDocumentation(text))).stream()
                .map(l -> line + l)
                .collect(Collectors.joining());
    }

    String plainInstruction(Signature signature) {
        var text = signature.instruction();
        if (text != null) return text;
        var authored = signature.outputs().subList(signature.added(), signature.outputs().size());
        return Template.fill(
                framing.instruction().none(),
                "inputs",
                names(signature.inputs()),
                "outputs",
                names(authored));
    }

    private static String names(List<Field> fields) {
        return fields.stream().map(f -> "`" + f.name() + "`").collect(Collectors.joining(", "));
    }
}
