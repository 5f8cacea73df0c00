package io.espalier.signatures.dspy;

import io.espalier.signatures.Constraint;
import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** Signatures and values drawn from a source of random numbers: equal seeds, equal calls. */
final class Generated {
    private static final String[] NAMES = {
        "question",
        "answer",
        "context",
        "Score",
        "total2",
        "camelCase",
        "under_score_",
        "x",
        "long_name_of_a_field"
    };
    private static final String[] WORDS = {
        "red",
        "two words",
        "é漢",
        "😀",
        "a\nb",
        "",
        " ",
        "<tag>",
        "&",
        "\"",
        "'",
        "[[ ## x ## ]]",
        "{x}",
        "«q»",
        "\t",
        "1",
        "None",
        "true",
        "\\",
        "```"
    };
    private static final double[] DECIMALS = {
        0, 1, -1, 0.5, 1e-4, 9.99e-5, 1e15, 1e16, 1.25e22, 123456.789, 3e-310, -2.5
    };

    private final Random random;
    private boolean anyIsText = true;

    Generated(Random random) {
        this.random = random;
    }

    Cases.Case call(String name) {
        var names = new ArrayList<>(List.of(NAMES));
        java.util.Collections.shuffle(names, random);
        var inputs = new ArrayList<Field>();
        var outputs = new ArrayList<Field>();
        for (var i = random.nextInt(4); i > 0; i--) inputs.add(field(names.removeLast()));
        for (var i = 1 + random.nextInt(4); i > 0; i--) outputs.add(field(names.removeLast()));
        var signature =
                new Signature(inputs, outputs, random.nextInt(3) == 0 ? null : instruction());
        if (random.nextInt(4) == 0 && signature.field("reasoning").isEmpty()) {
            signature = signature.withFirstOutput(Field.text("reasoning"));
        }
        var demos = new ArrayList<Fields>();
        for (var i = random.nextInt(4); i > 0; i--) demos.add(values(signature.fields(), 0.8));
        return new Cases.Case(name, signature, demos, values(signature.inputs(), 0.9));
    }

    private String instruction() {
        var lines = new ArrayList<String>();
        for (var i = 1 + random.nextInt(4); i > 0; i--) {
            lines.add(" ".repeat(random.nextInt(4)) + text());
        }
        return "I" + String.join("\n", lines);
    }

    Field field(String name) {
        var type = type(2);
        var field = Field.of(name, type);
        if (random.nextInt(3) == 0) field = field.withDescription(text());
        if (type instanceof FieldType.Int && random.nextInt(2) == 0) {
            field =
                    field.withConstraints(
                            List.of(
                                    new Constraint.AtLeast(new BigDecimal(random.nextInt(10))),
                                    new Constraint.LessThan(new BigDecimal("20"))));
        }
        return field;
    }

    FieldType type(int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 8)) {
            case 0, 1 -> Cases.TEXT;
            case 2 -> Cases.INT;
            case 3 -> Cases.FLOAT;
            case 4 -> Cases.BOOL;
            case 5 -> Cases.literal("red", "it's", 1);
            case 6 -> Cases.COLOUR;
            case 7 -> Cases.ANY;
            case 8, 9 -> Cases.list(type(depth - 1));
            case 10 -> Cases.map(Cases.TEXT, type(depth - 1));
            case 11 -> Cases.optional(plain());
            case 12 -> Cases.ITEM;
            default -> {
                var members = new ArrayList<Field>();
                members.add(Field.of("first", type(depth - 1)));
                members.add(Field.of("second_part", type(depth - 1)).withDescription(text()));
                // One name, one shape: the shape's own number.
                yield new FieldType.Nested("R" + Math.abs(members.hashCode()), members);
            }
        };
    }

    private FieldType plain() {
        return List.of(Cases.TEXT, Cases.INT, Cases.FLOAT, Cases.ITEM, Cases.list(Cases.TEXT))
                .get(random.nextInt(5));
    }

    /**
     * A value for every field. A free text in a field of any type is guessed at: it is no
     * well-formed answer.
     */
    Fields complete(Signature signature) {
        anyIsText = false;
        var values = new LinkedHashMap<String, JsonNode>();
        for (var field : signature.fields()) values.put(field.name(), value(field.type()));
        return new Fields(values);
    }

    /** With one to three characters left out, doubled or put in. */
    String spoilt(String text) {
        var out = new StringBuilder(text);
        for (var i = 1 + random.nextInt(3); i > 0 && !out.isEmpty(); i--) {
            var at = random.nextInt(out.length());
            if (Character.isSurrogate(out.charAt(at))) continue;
            switch (random.nextInt(3)) {
                case 0 -> out.deleteCharAt(at);
                case 1 -> out.insert(at, out.charAt(at));
                default -> out.insert(at, "\"',:]}[{ x".charAt(random.nextInt(10)));
            }
        }
        return out.toString();
    }

    private Fields values(List<Field> fields, double share) {
        var values = new LinkedHashMap<String, JsonNode>();
        for (var field : fields) {
            if (random.nextDouble() >= share) continue;
            values.put(
                    field.name(), random.nextInt(15) == 0 ? Json.tree(null) : value(field.type()));
        }
        return new Fields(values);
    }

    JsonNode value(FieldType type) {
        return switch (type) {
            case FieldType.Text _ -> Json.text(text());
            case FieldType.Int _ -> Json.tree(random.nextInt(2000) - 1000);
            case FieldType.Float _ -> Json.tree(DECIMALS[random.nextInt(DECIMALS.length)]);
            case FieldType.Bool _ -> Json.tree(random.nextBoolean());
            case FieldType.Literal(var values) -> values.get(random.nextInt(values.size()));
            case FieldType.Enumeration(_, var constants) ->
                    constants.get(random.nextInt(constants.size())).value();
            case FieldType.ListOf(var element) -> {
                var list = Json.array();
                for (var i = random.nextInt(3); i > 0; i--) list.add(value(element));
                yield list;
            }
            case FieldType.MapOf(_, var of) -> {
                var map = Json.object();
                for (var i = random.nextInt(3); i > 0; i--) map.set(text(), value(of));
                yield map;
            }
            case FieldType.Optional(var of) -> random.nextInt(3) == 0 ? Json.tree(null) : value(of);
            case FieldType.Nested nested -> {
                var object = Json.object();
                for (var member : nested.members()) object.set(member.name(), value(member.type()));
                yield object;
            }
            default ->
                    value(anyIsText && random.nextBoolean() ? Cases.TEXT : Cases.list(Cases.INT));
        };
    }

    String text() {
        var out = new StringBuilder();
        for (var i = random.nextInt(4); i >= 0; i--) {
            if (!out.isEmpty()) out.append(random.nextInt(3) == 0 ? "\n" : " ");
            out.append(WORDS[random.nextInt(WORDS.length)]);
        }
        return out.toString();
    }
}
