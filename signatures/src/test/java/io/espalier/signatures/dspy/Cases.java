package io.espalier.signatures.dspy;

import io.espalier.signatures.Constraint;
import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Signatures with demos and inputs, one for each thing that a prompt can show. */
final class Cases {
    static final FieldType TEXT = new FieldType.Text();
    static final FieldType INT = new FieldType.Int();
    static final FieldType FLOAT = new FieldType.Float();
    static final FieldType BOOL = new FieldType.Bool();
    static final FieldType ANY = new FieldType.Any();

    static final FieldType COLOUR =
            new FieldType.Enumeration(
                    "Colour",
                    List.of(
                            new FieldType.Enumeration.Constant("RED", Json.text("red one")),
                            new FieldType.Enumeration.Constant("BLUE", Json.text("blue"))));
    static final FieldType LEVEL =
            new FieldType.Enumeration(
                    "Level",
                    List.of(
                            new FieldType.Enumeration.Constant("LOW", Json.tree(1)),
                            new FieldType.Enumeration.Constant("HIGH", Json.tree(2))));
    static final FieldType ITEM =
            new FieldType.Nested(
                    "Item",
                    List.of(
                            Field.text("name"),
                            Field.of("price", FLOAT),
                            Field.of("tags", list(TEXT)).withFallback(Json.array()),
                            Field.of("note", optional(TEXT)).withFallback(Json.tree(null))));
    static final FieldType ORDER =
            new FieldType.Nested(
                    "Order",
                    "What somebody wants to have.",
                    List.of(
                            Field.of("items", list(ITEM)),
                            Field.of("colour", COLOUR),
                            Field.of("urgent", BOOL).withFallback(Json.tree(false)),
                            Field.of("count", INT)
                                    .withDescription("how many")
                                    .withConstraints(
                                            List.of(
                                                    new Constraint.AtLeast(new BigDecimal("1")),
                                                    new Constraint.LessThan(new BigDecimal("10")))),
                            Field.of("byName", map(TEXT, INT))));

    private Cases() {}

    record Case(String name, Signature signature, List<Fields> demos, Fields inputs) {
        @Override
        public String toString() {
            return name;
        }
    }

    static FieldType list(FieldType of) {
        return new FieldType.ListOf(of);
    }

    static FieldType map(FieldType key, FieldType value) {
        return new FieldType.MapOf(key, value);
    }

    static FieldType optional(FieldType of) {
        return new FieldType.Optional(of);
    }

    static FieldType literal(Object... values) {
        var nodes = new ArrayList<JsonNode>();
        for (var value : values) nodes.add(Json.tree(value));
        return new FieldType.Literal(nodes);
    }

    static Fields fields(String json) {
        return Fields.of(Json.parse(json));
    }

    static List<Case> all() {
        var cases = new ArrayList<Case>();
        types(cases);
        fieldWords(cases);
        instructions(cases);
        values(cases);
        demos(cases);
        histories(cases);
        pictures(cases);
        reasoning(cases);
        return cases;
    }

    private static void add(
            List<Case> cases, String name, Signature signature, String inputs, String... demos) {
        var shown = new ArrayList<Fields>();
        for (var demo : demos) shown.add(fields(demo));
        cases.add(new Case(name, signature, shown, fields(inputs)));
    }

    private static Signature of(List<Field> inputs, List<Field> outputs, @Nullable String text) {
        return new Signature(inputs, outputs, text);
    }

    /** Each type as an output, and as an input with a value; both shown in a demo. */
    private static void types(List<Case> cases) {
        var values = new ArrayList<Map.Entry<FieldType, String>>();
        values.add(Map.entry(TEXT, "\"plain\""));
        values.add(Map.entry(INT, "42"));
        values.add(Map.entry(FLOAT, "0.5"));
        values.add(Map.entry(BOOL, "true"));
        values.add(Map.entry(ANY, "{\"a\": [1, null, \"x\"]}"));
        values.add(Map.entry(literal("yes", "no"), "\"no\""));
        values.add(
                Map.entry(literal("it's", "say \"so\"", "both ' and \"", "<a> & b"), "\"it's\""));
        values.add(Map.entry(literal(1, 2, true), "2"));
        values.add(Map.entry(literal("solo"), "\"solo\""));
        values.add(Map.entry(COLOUR, "\"blue\""));
        values.add(Map.entry(LEVEL, "2"));
        values.add(Map.entry(list(TEXT), "[\"a\", \"b & <c>\"]"));
        values.add(Map.entry(list(INT), "[]"));
        values.add(Map.entry(list(new FieldType.Any(true)), "[1, \"a\", null, 2.5]"));
        values.add(Map.entry(list(list(FLOAT)), "[[1.0, 2.5], []]"));
        values.add(Map.entry(list(COLOUR), "[\"blue\"]"));
        values.add(Map.entry(list(literal("a", "b")), "[\"a\", \"b\"]"));
        values.add(
                Map.entry(
                        list(ITEM),
                        "[{\"name\": \"pen\", \"price\": 1.5, \"tags\": [], \"note\": null}]"));
        values.add(Map.entry(list(map(TEXT, INT)), "[{\"a\": 1}, {}]"));
        values.add(Map.entry(map(TEXT, INT), "{\"a\": 1, \"two words\": 2, \"x-y.z\": 3}"));
        values.add(Map.entry(map(TEXT, ANY), "{\"a\": {\"b\": [true, false]}}"));
        values.add(Map.entry(map(literal("k"), FLOAT), "{\"k\": 1e20}"));
        values.add(
                Map.entry(map(new FieldType.Any(true), new FieldType.Any(true)), "{\"é\": \"ü\"}"));
        values.add(
                Map.entry(
                        map(TEXT, list(ITEM)),
                        "{\"o\": [{\"name\": \"p\", \"price\": 2.0, \"tags\": [\"t\"], \"note\": \"n\"}]}"));
        values.add(Map.entry(optional(TEXT), "\"there\""));
        values.add(Map.entry(optional(INT), "null"));
        values.add(Map.entry(optional(list(TEXT)), "[\"a\"]"));
        values.add(
                Map.entry(
                        optional(ITEM),
                        "{\"name\": \"pen\", \"price\": 1.5, \"tags\": [], \"note\": null}"));
        values.add(Map.entry(new FieldType.Union(List.of(INT, TEXT)), "\"seven\""));
        values.add(Map.entry(new FieldType.Union(List.of(list(INT), BOOL)), "[7]"));
        values.add(Map.entry(optional(new FieldType.Union(List.of(FLOAT, ITEM))), "1.25"));
        values.add(
                Map.entry(
                        ITEM,
                        "{\"name\": \"pen\", \"price\": 1.5, \"tags\": [\"a\", \"b\"], \"note\": null}"));
        values.add(
                Map.entry(
                        ORDER,
                        "{\"items\": [{\"name\": \"pen\", \"price\": 1.0, \"tags\": [], \"note\": \"x\"}], \"colour\": \"red one\","
                                + " \"urgent\": false, \"count\": 3, \"byName\": {\"pen\": 3}}"));
        values.add(Map.entry(list(ORDER), "[]"));
        values.add(Map.entry(new FieldType.Code(""), "\"print(1)\""));
        values.add(Map.entry(new FieldType.Code("Java"), "\"int x = 1 < 2 ? 3 : 4;\""));
        values.add(Map.entry(list(new FieldType.Code("sql")), "[\"select 1\"]"));
        for (var entry : values) {
            var type = entry.getKey();
            var value = entry.getValue();
            add(
                    cases,
                    "type " + SignatureTree.type(type),
                    of(
                            List.of(Field.text("question"), Field.of("given", type)),
                            List.of(Field.of("found", type), Field.text("answer")),
                            "Work."),
                    "{\"question\": \"Q\", \"given\": " + value + "}",
                    "{\"question\": \"q\", \"given\": "
                            + value
                            + ", \"found\": "
                            + value
                            + ", \"answer\": \"a\"}",
                    "{\"question\": \"part\", \"found\": " + value + "}");
        }
    }

    private static void fieldWords(List<Case> cases) {
        add(
                cases,
                "descriptions",
                of(
                        List.of(
                                Field.text("a").withDescription("first thing"),
                                Field.text("b").withDescription("${b}"),
                                Field.text("c").withDescription("${a}"),
                                Field.text("d").withDescription("")),
                        List.of(
                                Field.text("e").withDescription("two\nlines {x} {{y}}"),
                                Field.text("f").withDescription("ends with blanks  ")),
                        null),
                "{\"a\": \"1\", \"b\": \"2\", \"c\": \"3\", \"d\": \"4\"}");
        var bounds = new ArrayList<Constraint>();
        bounds.add(new Constraint.GreaterThan(new BigDecimal("0")));
        bounds.add(new Constraint.AtMost(new BigDecimal("1.50")));
        bounds.add(new Constraint.MultipleOf(new BigDecimal("0.25")));
        add(
                cases,
                "constraints",
                of(
                        List.of(
                                Field.text("text")
                                        .withConstraints(
                                                List.of(
                                                        new Constraint.MinLength(1),
                                                        new Constraint.MaxLength(40)))),
                        List.of(
                                Field.of("score", FLOAT).withConstraints(bounds),
                                Field.of("count", INT)
                                        .withDescription("how many")
                                        .withConstraints(
                                                List.of(
                                                        new Constraint.AtLeast(
                                                                new BigDecimal("-3")),
                                                        new Constraint.LessThan(
                                                                new BigDecimal(
                                                                        "100000000000000000000"))))),
                        "Stay inside."),
                "{\"text\": \"t\"}",
                "{\"text\": \"t\", \"score\": 1.0, \"count\": 0}");
        add(
                cases,
                "constraints of lists",
                of(
                        List.of(Field.text("text")),
                        List.of(
                                Field.of("many", list(TEXT))
                                        .withConstraints(
                                                List.of(
                                                        new Constraint.MinLength(1),
                                                        new Constraint.MaxLength(3))),
                                Field.of("code", new FieldType.Code("go"))
                                        .withDescription("runs")
                                        .withConstraints(List.of(new Constraint.MaxLength(9)))),
                        null),
                "{\"text\": \"t\"}");
        add(
                cases,
                "a default for a missing output",
                of(
                        List.of(Field.text("text")),
                        List.of(
                                Field.of("sure", BOOL).withFallback(Json.tree(true)),
                                Field.text("why").withFallback(Json.text("no reason"))),
                        null),
                "{\"text\": \"t\"}",
                "{\"text\": \"t\", \"why\": \"w\"}");
        var many = new ArrayList<Field>();
        for (var i = 0; i < 12; i++) many.add(Field.text("field_" + i));
        add(
                cases,
                "twelve fields each",
                of(many.subList(0, 11), List.of(many.get(11), Field.text("Answer2B")), null),
                "{\"field_0\": \"x\", \"field_9\": \"y\"}");
        add(cases, "no inputs", of(List.of(), List.of(Field.text("poem")), "Write."), "{}");
        add(
                cases,
                "string form",
                Signature.of(
                        "question, context: list[str], k: int -> answer: Literal['a', 'b'] | None, scores: dict[str, float]",
                        null),
                "{\"question\": \"q\", \"context\": [\"c\"], \"k\": 3}");
    }

    private static void instructions(List<Case> cases) {
        var texts =
                new String[] {
                    "One line.",
                    "",
                    "  Indented start.\n  And more.",
                    "First.\n\n    Deep.\n  Less deep.\n",
                    "\n\nLeading and trailing lines.\n\n",
                    "Tabs\there.\n\tTabbed line.\n\t\tTwice.",
                    "Ünïcode 漢字 😀 — “quotes” and\u00a0no-break.",
                    "Windows\r\nlines\r\nand \u2028 a line separator",
                    "Braces {question} {{name}} {{instruction}} and ${answer}.",
                    "Trailing blanks   \nper line  ",
                    "[[ ## answer ## ]]\nA marker inside.",
                    "form\ffeed and \u001c separators \u0085 next"
                };
        for (var text : texts) {
            add(
                    cases,
                    "instruction " + Json.write(Json.text(text)),
                    of(List.of(Field.text("question")), List.of(Field.text("answer")), text),
                    "{\"question\": \"q\"}");
        }
        add(
                cases,
                "no instruction",
                of(
                        List.of(Field.text("question"), Field.text("context")),
                        List.of(Field.text("answer"), Field.text("why")),
                        null),
                "{\"question\": \"q\", \"context\": \"c\"}");
    }

    private static void values(List<Case> cases) {
        var plain =
                of(
                        List.of(Field.text("question"), Field.text("context")),
                        List.of(Field.text("answer"), Field.of("score", FLOAT)),
                        "Work.");
        var values =
                new String[] {
                    "\"\"",
                    "\"  blanks around  \"",
                    "\"two\\n\\nparagraphs\\n\"",
                    "\"\\n\\nstarts with lines\"",
                    "\"漢字 😀 é \\u0000 \\u001f \\u2028\"",
                    "\"[[ ## answer ## ]]\\nfake\"",
                    "\"<answer>&amp;</answer>\"",
                    "\"{question}\"",
                    "\"quotes \\\" and ' and \\\\ back\"",
                    "[\"one\", \"two\\nlines\", \"«marked»\"]",
                    "[\"only\"]",
                    "[]",
                    "null",
                    "7",
                    "1.0",
                    "1e16",
                    "1.5e300",
                    "123456789012345678901234567890",
                    "0.0001",
                    "0.00001",
                    "-0.0",
                    "3.141592653589793",
                    "100000000000000000.0",
                    "5e-324",
                    "true",
                    "{\"a\": {\"b\": 1.0}, \"c\": \"é\"}",
                    "{}"
                };
        for (var value : values) {
            add(
                    cases,
                    "value " + value,
                    plain,
                    "{\"question\": " + value + ", \"context\": \"c\"}",
                    "{\"question\": "
                            + value
                            + ", \"context\": \"c\", \"answer\": "
                            + value
                            + ", \"score\": "
                            + value
                            + "}");
        }
    }

    private static void demos(List<Case> cases) {
        var signature =
                of(
                        List.of(Field.text("question"), Field.of("facts", list(TEXT))),
                        List.of(Field.text("reason"), Field.of("answer", INT)),
                        "Work.");
        add(
                cases,
                "several demos, incomplete ones first",
                signature,
                "{\"question\": \"q\", \"facts\": [\"f\"]}",
                "{\"question\": \"1\", \"facts\": [\"f\"], \"reason\": \"r\", \"answer\": 1}",
                "{\"question\": \"2\", \"answer\": 2}",
                "{\"question\": \"3\", \"facts\": [], \"reason\": \"\", \"answer\": 3}",
                "{\"facts\": [\"only\"], \"reason\": \"r\"}");
        add(
                cases,
                "demos that teach nothing",
                signature,
                "{\"question\": \"q\"}",
                "{\"question\": \"only an input\"}",
                "{\"answer\": 1}",
                "{}",
                "{\"other\": \"field\", \"question\": \"q\", \"reason\": \"r\"}");
        add(
                cases,
                "demos with nulls",
                signature,
                "{\"question\": \"q\", \"facts\": null}",
                "{\"question\": null, \"facts\": [\"f\"], \"reason\": null, \"answer\": 1}",
                "{\"question\": null, \"facts\": null, \"reason\": null, \"answer\": null}",
                "{\"question\": \"q\", \"reason\": null}");
        add(
                cases,
                "bootstrapped demos carry a mark",
                signature,
                "{\"question\": \"q\", \"facts\": []}",
                "{\"augmented\": true, \"question\": \"1\", \"facts\": [\"f\"], \"reason\": \"r\", \"answer\": 1}");
        add(cases, "no inputs given", signature, "{}");
        add(cases, "an input is missing", signature, "{\"facts\": [\"f\"]}");
    }

    private static void histories(List<Case> cases) {
        var history = Field.of("history", new FieldType.History());
        var signature =
                of(
                        List.of(history, Field.text("question")),
                        List.of(Field.text("answer"), Field.of("score", INT)),
                        "Talk.");
        add(
                cases,
                "history",
                signature,
                "{\"question\": \"q\", \"history\": {\"messages\": [{\"question\": \"a?\", \"answer\": \"a\", \"score\": 1},"
                        + " {\"question\": \"b?\", \"answer\": \"b\"}, {\"answer\": \"alone\"}, {\"question\": \"no answer\"},"
                        + " {\"other\": \"x\"}, {\"question\": \"n\", \"answer\": null}]}}");
        add(
                cases,
                "history with demos",
                signature,
                "{\"question\": \"q\", \"history\": {\"messages\": [{\"question\": \"a?\", \"answer\": \"a\", \"score\": 1}]}}",
                "{\"question\": \"d\", \"answer\": \"e\", \"score\": 2}",
                "{\"question\": \"d\", \"history\": {\"messages\": [{\"question\": \"z\", \"answer\": \"y\"}]}, \"answer\": \"e\", \"score\": 2}");
        add(
                cases,
                "an empty history",
                signature,
                "{\"question\": \"q\", \"history\": {\"messages\": []}}");
        add(cases, "no history given", signature, "{\"question\": \"q\"}");
        add(
                cases,
                "history alone",
                of(List.of(history), List.of(Field.text("answer")), null),
                "{\"history\": {\"messages\": [{\"answer\": \"a\"}]}}");
        add(
                cases,
                "history without a blank end",
                signature,
                "{\"question\": \"  q  \", \"history\": {\"messages\": [{\"question\": \" a \", \"answer\": \" a \", \"score\": 1}]}}");
    }

    private static void pictures(List<Case> cases) {
        var image = new FieldType.Image();
        var one = "{\"url\": \"https://example.com/a.png\"}";
        var two = "{\"url\": \"data:image/png;base64,AAAA\"}";
        add(
                cases,
                "picture",
                of(
                        List.of(Field.of("picture", image), Field.text("question")),
                        List.of(Field.text("answer")),
                        null),
                "{\"picture\": " + one + ", \"question\": \"What?\"}",
                "{\"picture\": " + two + ", \"question\": \"And?\", \"answer\": \"This.\"}");
        add(
                cases,
                "picture at the end",
                of(
                        List.of(Field.text("question"), Field.of("picture", image)),
                        List.of(Field.text("answer")),
                        null),
                "{\"picture\": " + one + ", \"question\": \"What?\"}",
                "{\"picture\": " + two + ", \"question\": \"And?\", \"answer\": \"This.\"}");
        add(
                cases,
                "list of pictures",
                of(
                        List.of(Field.of("pictures", list(image)), Field.text("question")),
                        List.of(Field.text("answer")),
                        null),
                "{\"pictures\": [" + one + ", " + two + "], \"question\": \"Which?\"}");
        add(
                cases,
                "pictures by name",
                of(
                        List.of(
                                Field.of("pictures", map(TEXT, image)),
                                Field.of("maybe", optional(image))),
                        List.of(Field.text("answer")),
                        null),
                "{\"pictures\": {\"left\": " + one + "}, \"maybe\": " + two + "}");
    }

    private static void reasoning(List<Case> cases) {
        var plain = of(List.of(Field.text("question")), List.of(Field.of("answer", INT)), null);
        var instructed = plain.withInstruction("Think hard.");
        for (var signature : List.of(plain, instructed)) {
            add(
                    cases,
                    "chain of thought, " + signature.instruction(),
                    signature.withFirstOutput(Field.text(Signature.REASONING)),
                    "{\"question\": \"q\"}",
                    "{\"question\": \"1\", \"reasoning\": \"because\", \"answer\": 1}",
                    "{\"question\": \"2\", \"answer\": 2}");
        }
    }
}
