package io.espalier.optimizers.spec;

import io.espalier.optimizers.catalog.DidYouMean;
import io.espalier.optimizers.catalog.Faults;
import io.espalier.optimizers.study.Prices;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.model.Price;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code models}. */
public final class ModelReader {
    private static final List<String> TASK_WORDS = List.of("embedded");
    private static final List<String> REFLECTION_WORDS = List.of("task", "embedded");

    private record Priced(ModelSpec model, Price price) {
        static final Priced EMBEDDED = new Priced(ModelSpec.EMBEDDED, Price.FREE);
    }

    private final Faults faults;
    private final ModelFolders folders;

    public ModelReader(Faults faults, ModelFolders folders) {
        this.faults = faults;
        this.folders = folders;
    }

    /** Null after a fault. */
    public @Nullable StudyModels read(@Nullable JsonNode node) {
        if (node == null) return models(Priced.EMBEDDED, Priced.EMBEDDED);
        var members = new Members(node, "models", StudyKey.MODELS, faults);
        if (!node.isObject()) return null;
        var task = model(members.get("task"), "models.task", TASK_WORDS, Priced.EMBEDDED);
        var reflection =
                model(members.get("reflection"), "models.reflection", REFLECTION_WORDS, task);
        return task == null || reflection == null ? null : models(task, reflection);
    }

    private static StudyModels models(Priced task, Priced reflection) {
        return new StudyModels(
                task.model, reflection.model, new Prices(task.price, reflection.price));
    }

    private @Nullable Priced model(
            @Nullable JsonNode node, String field, List<String> words, @Nullable Priced fallback) {
        if (node == null) return fallback;
        if (!node.isString()) return spec(node, field);
        var word = node.stringValue();
        if (word.equals("embedded")) return Priced.EMBEDDED;
        if (words.contains(word)) return fallback;
        faults.add(
                field,
                "unknown model '"
                        + word
                        + "'"
                        + DidYouMean.hint(word, words)
                        + ", or an object such as {provider: openai, url: ..., model: ...}");
        return null;
    }

    private @Nullable Priced spec(JsonNode node, String field) {
        var faulty = new boolean[1];
        Faults mine =
                (at, message) -> {
                    faulty[0] = true;
                    faults.add(at, message);
                };
        var m = new Members(node, field, StudyKey.MODEL, mine);
        if (!node.isObject()) return null;
        var provider = m.text("provider");
        var path = m.text("path");
        var spec =
                new ModelSpec(
                        provider == null ? "" : provider,
                        m.text("model"),
                        path == null ? null : folders.find(path, m.at("path"), mine),
                        m.text("url"),
                        m.text("key-env"),
                        m.number("temperature", 0, true, 5),
                        m.number("top-p", 0, false, 1),
                        m.count("max-tokens"),
                        m.count("concurrency"),
                        m.count("timeout-seconds"));
        if (provider != null) checkProvider(m, spec);
        var price = m.get("price");
        var read = price == null ? Price.FREE : price(price, m.at("price"), mine);
        return faulty[0] ? null : new Priced(spec, read);
    }

    private static void checkProvider(Members m, ModelSpec spec) {
        switch (spec.provider()) {
            case "openai" -> {
                if (!m.has("url")) {
                    m.fault(m.at("url"), "missing; give the endpoint's base, ending in /v1");
                }
                if (!m.has("model")) {
                    m.fault(m.at("model"), "missing; give the model's name at the endpoint");
                }
                if (spec.url() != null && !isHttp(spec.url())) {
                    m.fault(
                            m.at("url"),
                            "not an http address: '"
                                    + spec.url()
                                    + "' (expected: such as http://127.0.0.1:8800/v1)");
                }
            }
            case "onnx" -> {
                if (!m.has("path")) m.fault(m.at("path"), "missing; give the model's folder");
            }
            case "embedded" -> {}
            default ->
                    m.fault(
                            m.at("provider"),
                            "unknown provider '"
                                    + spec.provider()
                                    + "'"
                                    + DidYouMean.hint(spec.provider(), StudyKey.Names.PROVIDERS));
        }
    }

    private static Price price(JsonNode node, String field, Faults faults) {
        var m = new Members(node, field, StudyKey.PRICE, faults);
        if (!node.isObject()) return Price.FREE;
        var prompt = m.number("prompt", 0, true, Double.MAX_VALUE);
        var completion = m.number("completion", 0, true, Double.MAX_VALUE);
        var cached = m.number("cached", 0, true, Double.MAX_VALUE);
        if (prompt == null || completion == null) return Price.FREE;
        return new Price(prompt, completion, cached == null ? prompt : cached);
    }

    private static boolean isHttp(String url) {
        try {
            var uri = URI.create(url);
            var scheme = uri.getScheme();
            return ("http".equals(scheme) || "https".equals(scheme)) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
