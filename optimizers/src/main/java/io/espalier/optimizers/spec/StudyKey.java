package io.espalier.optimizers.spec;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.ModelSpec;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A member of a study file: what the reader knows and the schema says. One list per object.
 *
 * @param doc what to give, without a full stop
 * @param schema its JSON Schema, without the doc
 */
record StudyKey(String name, boolean required, String doc, ObjectNode schema) {
    static final List<StudyKey> STUDY =
            List.of(
                    optional(
                            "version",
                            "the version of this file's form, 1",
                            s -> s.put("const", 1)),
                    required("name", "a short name, such as ticket-intent", text(Names.PATTERN)),
                    required("program", "a program, or the path of one", textOrObject()),
                    required("data", "the data sets", s -> s.put("type", "object")),
                    required("metric", "a metric, such as exact", textOrObject()),
                    required("optimizer", "an optimizer's name", textOrObject()),
                    optional("models", "the models by role", s -> s.put("type", "object")),
                    optional("adapter", "chat, json or xml", oneOf("chat", "json", "xml")),
                    optional("framing", "espalier, dspy, or a framing's sentences", textOrObject()),
                    optional(
                            "budget",
                            "limits of what the study may spend",
                            s -> s.put("type", "object")),
                    optional(
                            "reuse",
                            "whether results are shared with other studies; true",
                            s -> s.put("type", "boolean")),
                    optional("seed", "a whole number, from which all chance comes", whole(0)),
                    optional(
                            "format-version",
                            "1; written by espalier itself",
                            s -> s.put("const", 1)));

    static final List<StudyKey> DATA =
            List.of(
                    required("train", "examples to learn from, a path", text(".")),
                    optional("validation", "examples that decide between candidates", text(".")),
                    optional("test", "examples that the optimizer never sees", text(".")),
                    optional("split", "what to cut from train", s -> s.put("type", "object")));

    static final List<StudyKey> SPLIT =
            List.of(required("validation", "a share, between 0 and 1", share()));

    static final List<StudyKey> MODELS =
            List.of(
                    optional(
                            "task",
                            "the model that runs the program; embedded by default",
                            textOrObject()),
                    optional(
                            "reflection",
                            "the model that proposes; task by default",
                            textOrObject()));

    static final List<StudyKey> MODEL =
            List.of(
                    required(
                            "provider",
                            String.join(", ", Names.PROVIDERS),
                            oneOf(Names.PROVIDERS.toArray(String[]::new))),
                    optional("model", "the model's name", text(".")),
                    optional("path", "the model's folder, for onnx", text(".")),
                    optional("url", "the endpoint's base, for openai", text("^https?://.+")),
                    optional("key-env", "the environment variable that holds the key", text(".")),
                    optional("temperature", "0 (greedy) to 5", number(0, 5.0)),
                    optional("top-p", "above 0, at most 1", share()),
                    optional("max-tokens", "most tokens to write", whole(1)),
                    optional("concurrency", "most calls at once, per worker", whole(1)),
                    optional("timeout-seconds", "longest wait for one answer", whole(1)),
                    optional("price", "what a million tokens cost", s -> s.put("type", "object")));

    static final List<StudyKey> PRICE =
            List.of(
                    required("prompt", "cost of a million prompt tokens", number(0, null)),
                    required("completion", "cost of a million completion tokens", number(0, null)),
                    optional("cached", "cost of a million cached prompt tokens", number(0, null)));

    static final List<StudyKey> BUDGET =
            List.of(
                    optional("metric-calls", "most scorings of a prediction", whole(1)),
                    optional("model-calls", "most calls of a model", whole(1)),
                    optional("tokens", "most tokens, read and written", whole(1)),
                    optional("minutes", "longest running time", positive()),
                    optional("cost", "most money, by the models' prices", positive()));

    /** Names and patterns that the reader checks too. */
    static final class Names {
        private Names() {}

        static final String PATTERN = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$";

        /** {@link ModelSpec#provider()}. */
        static final List<String> PROVIDERS = List.of("embedded", "onnx", "openai");
    }

    private static StudyKey required(String name, String doc, Consumer<ObjectNode> schema) {
        return key(name, true, doc, schema);
    }

    private static StudyKey optional(String name, String doc, Consumer<ObjectNode> schema) {
        return key(name, false, doc, schema);
    }

    private static StudyKey key(
            String name, boolean required, String doc, Consumer<ObjectNode> schema) {
        var node = Json.object();
        schema.accept(node);
        return new StudyKey(name, required, doc, node);
    }

    private static Consumer<ObjectNode> text(String pattern) {
        return s -> s.put("type", "string").put("pattern", pattern);
    }

    private static Consumer<ObjectNode> textOrObject() {
        return s -> s.putArray("type").add("string").add("object");
    }

    private static Consumer<ObjectNode> oneOf(String... values) {
        return s -> s.set("enum", Json.tree(values));
    }

    private static Consumer<ObjectNode> whole(long least) {
        return s -> s.put("type", "integer").put("minimum", least);
    }

    private static Consumer<ObjectNode> number(double least, @Nullable Double most) {
        return s -> {
            s.put("type", "number").put("minimum", least);
            if (most != null) s.put("maximum", most);
        };
    }

    private static Consumer<ObjectNode> share() {
        return s -> s.put("type", "number").put("exclusiveMinimum", 0).put("maximum", 1);
    }

    private static Consumer<ObjectNode> positive() {
        return s -> s.put("type", "number").put("exclusiveMinimum", 0);
    }
}
