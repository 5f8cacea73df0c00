package io.espalier.signatures.dspy;

import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.List;

/** What models write, well and badly. */
final class Completions {
    private Completions() {}

    record Completion(String adapter, Signature signature, String text) {
        @Override
        public String toString() {
            return adapter
                    + ", "
                    + signature.outputs().stream()
                            .map(f -> f.name() + ": " + SignatureTree.type(f.type()))
                            .toList()
                    + ", "
                    + Json.write(Json.text(text));
        }
    }

    private static final List<FieldType> TYPES =
            List.of(
                    Cases.TEXT,
                    Cases.INT,
                    Cases.FLOAT,
                    Cases.BOOL,
                    Cases.ANY,
                    Cases.literal("yes", "no"),
                    Cases.literal(1, 2, "3"),
                    Cases.literal("it's", "[x]"),
                    Cases.COLOUR,
                    Cases.LEVEL,
                    Cases.list(Cases.TEXT),
                    Cases.list(Cases.INT),
                    Cases.list(new FieldType.Any(true)),
                    Cases.list(Cases.ITEM),
                    Cases.list(Cases.COLOUR),
                    Cases.map(Cases.TEXT, Cases.INT),
                    Cases.map(Cases.TEXT, Cases.ANY),
                    Cases.map(Cases.TEXT, Cases.list(Cases.FLOAT)),
                    Cases.optional(Cases.TEXT),
                    Cases.optional(Cases.INT),
                    Cases.optional(Cases.ITEM),
                    Cases.optional(Cases.list(Cases.INT)),
                    new FieldType.Union(List.of(Cases.INT, Cases.TEXT)),
                    new FieldType.Union(List.of(Cases.FLOAT, Cases.BOOL)),
                    Cases.ITEM,
                    new FieldType.Code(""),
                    new FieldType.Code("java"));

    private static final String[] VALUES = {
        "",
        " ",
        "yes",
        "no",
        "Yes",
        "\"yes\"",
        "'no'",
        "yes.",
        "maybe",
        "Literal['yes']",
        "str[no]",
        "Literal[yes]",
        "it's",
        "\"it's\"",
        "[x]",
        "red one",
        "RED",
        "blue",
        "BLUE",
        "Colour.RED",
        "\"blue\"",
        "LOW",
        "1",
        "2",
        "3",
        "0",
        "42",
        " 42 ",
        "-7",
        "+7",
        "42.0",
        "42.5",
        "1e3",
        "1_000",
        "1,000",
        "007",
        "0x10",
        "forty-two",
        "\"42\"",
        "50%",
        ".5",
        "5.",
        "1e-3",
        "1e400",
        "nan",
        "NaN",
        "inf",
        "-Infinity",
        "12345678901234567890123",
        "True",
        "true",
        "TRUE",
        "False",
        "false",
        "on",
        "off",
        "t",
        "None",
        "null",
        "none",
        "NULL",
        "[]",
        "{}",
        "[1, 2, 3]",
        "[1, \"2\", 3.0]",
        "[1.5, 2]",
        "['a', 'b']",
        "[\"a\", \"b\"]",
        "[\"a\", 1]",
        "[\"blue\", \"red one\"]",
        "(1, 2)",
        "('a', 'b')",
        "a, b",
        "- a\n- b",
        "1. a\n2. b",
        "[1, 2",
        "[1, 2,]",
        "[\"a\", \"b\"",
        "[\"a\" \"b\"]",
        "[a, b]",
        "```json\n[1, 2]\n```",
        "```json\n{\"a\": 1}\n```",
        "```\nplain\n```",
        "```java\nint x = 1;\n```",
        "``` int y = 2; ```",
        "Here: ```python\nprint(1)\n``` done ```python\nprint(2)\n```",
        "{\"a\": 1}",
        "{\"a\": \"1\"}",
        "{'a': 1}",
        "{'a': 1,}",
        "{\"a\": 1, \"b\": 2",
        "{a: 1}",
        "{\"a\": [1, 2.5]}",
        "{\"a\": {\"b\": null}}",
        "{\"a\": 1.5}",
        "{\"a\": true}",
        "{\"a\": None}",
        "a: 1",
        "{\"name\": \"pen\", \"price\": 1.5}",
        "{'name': 'pen', 'price': '1.5'}",
        "{\"name\": \"pen\", \"price\": 1.5, \"tags\": [\"t\"], \"note\": \"n\"}",
        "{\"name\": \"pen\", \"price\": \"cheap\"}",
        "{\"name\": \"pen\"}",
        "{\"name\": 7, \"price\": 1}",
        "{\"name\": \"pen\", \"price\": 1.5, \"extra\": true}",
        "[{\"name\": \"pen\", \"price\": 2}]",
        "[{'name': 'pen', 'price': 2, 'tags': ['a']}]",
        "{\"name\": \"pen\", \"price\": 2} and {\"name\": \"ink\", \"price\": 3}",
        "The answer is {\"a\": 1}.",
        "The answer is [1, 2].",
        "The answer is 42.",
        "Sure! \"quoted\" text",
        "\"unclosed",
        "it said \"hi\" to {me}",
        "{\"code\": \"x = 1\"}",
        "{\"code\": 5}",
        "x = {'a': 1}",
        "if (a < b) { return [1]; }",
        "line one\nline two",
        "a & b < c",
        "é 漢字 😀",
        "\\n escaped \\\"quotes\\\"",
        "{\"text\": \"line\nbreak\"}",
        "// comment\n[1]",
        "# comment\n[1]",
        "[1, # one\n 2]",
        "[\"a\", // first\n \"b\"]",
        "{\"a\": 1} {\"b\": 2}",
        "[1][2]",
        "{\"a\": 1, \"a\": 2}",
        "\"just text\"",
        "'single'",
        "'''triple'''",
        "{\"a\": \"b\"c\"}",
        "{\"a\": \"say \"hi\" now\"}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\": , \"b\": 2}",
        "[,]",
        "{",
        "}",
        "[",
        "]",
        "[[1], [2]",
        "{\"a\": [1, 2}",
        "...",
        "$5",
        "1/2",
        "3 apples",
        "true or false",
        "-",
        "--5",
        "1 2 3",
        "“curly”",
        "{“a”: “b”}",
        "[1; 2]",
        "{\"a\"=1}",
        "<b>bold</b>",
        "&lt;tag&gt;"
    };

    static List<Completion> all() {
        var all = new ArrayList<Completion>();
        for (var type : TYPES) {
            var signature = signature(Field.of("found", type));
            for (var value : VALUES) {
                all.add(new Completion("chat", signature, section(value)));
                all.add(new Completion("json", signature, "{\"found\": " + value + "}"));
                var quoted = Json.write(Json.text(value));
                all.add(new Completion("json", signature, "{\"found\": " + quoted + "}"));
                all.add(new Completion("xml", signature, "<found>\n" + value + "\n</found>"));
                var escaped = value.replace("&", "&amp;").replace("<", "&lt;");
                all.add(new Completion("xml", signature, "<found>" + escaped + "</found>"));
            }
        }
        shapes(all);
        return all;
    }

    static Signature signature(Field... outputs) {
        return new Signature(List.of(Field.text("question")), List.of(outputs), "Work.");
    }

    private static String section(String value) {
        return "[[ ## found ## ]]\n" + value + "\n\n[[ ## completed ## ]]";
    }

    /** Whole completions: markers, orders, text around. */
    private static void shapes(List<Completion> all) {
        var one = signature(Field.text("answer"));
        var two = signature(Field.text("reasoning"), Field.of("answer", Cases.INT));
        var open =
                signature(
                        Field.of("answer", Cases.optional(Cases.INT)),
                        Field.of("sure", Cases.BOOL).withFallback(Json.tree(true)));
        var chat =
                new String[] {
                    "[[ ## answer ## ]]\n5\n\n[[ ## completed ## ]]",
                    "[[ ## answer ## ]] 5\n[[ ## completed ## ]]",
                    "[[ ## answer ## ]]\n5",
                    "Let me see.\n[[ ## answer ## ]]\n5\n[[ ## completed ## ]]\nBye.",
                    "[[ ## reasoning ## ]]\nr\n\n[[ ## answer ## ]]\n5\n\n[[ ## completed ## ]]",
                    "[[ ## answer ## ]]\n5\n[[ ## reasoning ## ]]\nr\n[[ ## completed ## ]]",
                    "[[ ## reasoning ## ]]\nr\n[[ ## note ## ]]\nextra\n[[ ## answer ## ]]\n5",
                    "[[ ## answer ## ]]\n5\n[[ ## answer ## ]]\n6\n[[ ## reasoning ## ]]\nr",
                    "  [[ ## answer ## ]]\n5",
                    "\t[[ ## answer ## ]] 5 and more",
                    "[[##answer##]]\n5",
                    "[[ ## Answer ## ]]\n5",
                    "[[ ## answer ## ]\n5",
                    "text [[ ## answer ## ]]\n5",
                    "[[ ## answer ## ]]\nx [[ ## other ## ]] y",
                    "**[[ ## answer ## ]]**\n5",
                    "[[ ## answer ## ]]\n\n\n5\n\n\n",
                    "[[ ## answer ## ]]",
                    "[[ ## answer ## ]]\n",
                    "answer: 5",
                    "",
                    "no markers at all",
                    "[[ ## reasoning ## ]]\nonly this",
                    "[[ ## answer ## ]]\r\n5\r\n\r\n[[ ## completed ## ]]\r\n",
                    "[[ ## answer ## ]]\f5\u2028[[ ## reasoning ## ]]\u0085r",
                    "[[ ## répônse ## ]]\n5\n[[ ## answer ## ]]\n6",
                    "```\n[[ ## reasoning ## ]]\nr\n[[ ## answer ## ]]\n5\n[[ ## completed ## ]]\n```",
                    "[[ ## reasoning ## ]]\n[[ ## answer ## ]]\n5",
                    "{\"reasoning\": \"r\", \"answer\": 5}",
                    "[[ ## answer ## ]]5[[ ## completed ## ]]"
                };
        var json =
                new String[] {
                    "{\"answer\": 5}",
                    "{\"answer\": \"5\", \"reasoning\": \"r\"}",
                    "{\"reasoning\": \"r\", \"answer\": 5, \"more\": [1]}",
                    "```json\n{\"reasoning\": \"r\", \"answer\": 5}\n```",
                    "```\n{\"answer\": 5}\n```",
                    "Here you go: {\"reasoning\": \"r\", \"answer\": 5} done",
                    "{\"answer\": 5",
                    "{\"reasoning\": \"r\", \"answer\": 5",
                    "{'reasoning': 'r', 'answer': 5}",
                    "{reasoning: r, answer: 5}",
                    "{\"answer\": null}",
                    "{\"answer\": [5]}",
                    "{\"answer\": {\"answer\": 5}}",
                    "{\"other\": 5}",
                    "{}",
                    "[]",
                    "5",
                    "\"answer\"",
                    "no object",
                    "",
                    "[{\"answer\": 5}]",
                    "[{\"answer\": 5}, {\"answer\": 6}]",
                    "{\"answer\": 5} {\"answer\": 6}",
                    "{\"answer\": \"line\nbreak\", \"reasoning\": \"x\"}",
                    "{\"reasoning\": \"He said \"no\" twice\", \"answer\": 5}",
                    "{\"reasoning\": \"r\",, \"answer\": 5}",
                    "{\"reasoning\": \"r\" \"answer\": 5}",
                    "{\"reasoning\": \"r\", \"answer\": 5,}",
                    "{\"reasoning\": \"r\", \"answer\": 5}}",
                    "{{\"reasoning\": \"r\", \"answer\": 5}}",
                    "Thinking about {x}. {\"reasoning\": \"r\", \"answer\": 5}",
                    "{\"reasoning\": \"a {b} c\", \"answer\": 5}",
                    "{\"Answer\": 5}",
                    "{\"answer\": True, \"reasoning\": None}",
                    "{\"reasoning\": \"r\", \"answer\": 5.0}",
                    "{\"reasoning\": \"r\", \"answer\": 5.5}",
                    "{\"reasoning\": \"r\", \"answer\": \"five\"}",
                    "// note\n{\"reasoning\": \"r\", \"answer\": 5}",
                    "{\"reasoning\": \"r\", /* why */ \"answer\": 5}",
                    "{\"reasoning\": 'it''s', \"answer\": 5}",
                    "json\n{\"answer\": 5, \"reasoning\": \"x\"}",
                    "<answer>5</answer>",
                    "[[ ## answer ## ]]\n5"
                };
        var xml =
                new String[] {
                    "<answer>\n5\n</answer>",
                    "<reasoning>r</reasoning>\n<answer>5</answer>",
                    "<answer>5</answer> tail",
                    "head <answer>5</answer>",
                    "<answer>5",
                    "5</answer>",
                    "<answer>a &amp; b</answer>",
                    "<answer>a & b</answer>",
                    "<answer>a < b</answer>",
                    "<answer>5</answer><answer>6</answer>",
                    "<answer><answer>5</answer></answer>",
                    "<answer><b>5</b></answer>",
                    "<answer>one <b>two</b> three</answer>",
                    "<answer/>",
                    "<answer></answer>",
                    "<Answer>5</Answer>",
                    "<answer kind=\"x\">5</answer>",
                    "<answer><![CDATA[a < b]]></answer>",
                    "<!-- note --><answer>5</answer>",
                    "<?pi x?><answer>5</answer>",
                    "```xml\n<answer>5</answer>\n```",
                    "<out><answer>5</answer></out>",
                    "no elements",
                    "",
                    "<answer>5</answer><reasoning>r</reasoning><sure>no</sure>",
                    "<answer>&#53;</answer>",
                    "<answer>&nbsp;5</answer>",
                    "<!DOCTYPE x><answer>5</answer>",
                    "{\"answer\": 5}"
                };
        for (var signature : List.of(one, two, open)) {
            for (var text : chat) all.add(new Completion("chat", signature, text));
            for (var text : json) all.add(new Completion("json", signature, text));
            for (var text : xml) all.add(new Completion("xml", signature, text));
        }
        nestedXml(all);
    }

    private static void nestedXml(List<Completion> all) {
        var types =
                List.of(
                        Cases.list(Cases.TEXT),
                        Cases.list(Cases.INT),
                        Cases.list(Cases.ITEM),
                        Cases.ITEM,
                        Cases.map(Cases.TEXT, Cases.INT),
                        Cases.map(Cases.TEXT, Cases.list(Cases.TEXT)),
                        Cases.optional(Cases.list(Cases.TEXT)),
                        Cases.optional(Cases.ITEM),
                        new FieldType.Union(List.of(Cases.TEXT, Cases.ITEM)),
                        Cases.ANY,
                        Cases.TEXT);
        var texts =
                new String[] {
                    "<found><item>1</item><item>2</item></found>",
                    "<found><item>1</item></found>",
                    "<found>1</found>",
                    "<found>1</found><found>2</found>",
                    "<found />",
                    "<found><item><name>pen</name><price>1.5</price><tags><item>t</item></tags></item></found>",
                    "<found><name>pen</name><price>1.5</price></found>",
                    "<found><name>pen</name><price>1.5</price><tags /><note /></found>",
                    "<found><name>pen</name><price>1.5</price><tags>a</tags><tags>b</tags><note>n</note></found>",
                    "<found><name>pen</name></found>",
                    "<found><a>1</a><b>2</b></found>",
                    "<found><entry key=\"two words\">1</entry><a>2</a></found>",
                    "<found><a>1</a><a>2</a></found>",
                    "<found><a><item>x</item></a></found>",
                    "<found><entry>1</entry></found>",
                    "<found><item>a &amp; b</item><item>c &lt; d</item></found>",
                    "<found><item><b>bold</b> text</item></found>",
                    "<found>[\"a\", \"b\"]</found>",
                    "<found>{\"name\": \"pen\", \"price\": 2}</found>",
                    "<found>\n  <item>1</item>\n  <item>2</item>\n</found>",
                    "<found><item>1</item><other>2</other></found>",
                    "<found>text <item>1</item></found>"
                };
        for (var type : types) {
            for (var text : texts) {
                all.add(new Completion("xml", signature(Field.of("found", type)), text));
            }
        }
    }
}
