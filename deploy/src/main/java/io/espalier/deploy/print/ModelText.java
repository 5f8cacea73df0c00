package io.espalier.deploy.print;

import io.espalier.signatures.json.Json;
import io.espalier.worker.hardware.Hardware;
import io.espalier.worker.provider.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * This machine's ways to run models and the embedded model.
 *
 * @param json the same for scripts
 */
public record ModelText(ObjectNode json, String text) {

    public static ModelText of(Hardware hardware, Map<String, Finding> findings, Path embedded) {
        var json = Json.object();
        var text = new StringBuilder();
        json.put("machine", hardware.describe());
        text.append("machine   ").append(hardware.describe()).append('\n');
        var providers = json.putArray("providers");
        findings.forEach((name, finding) -> {
            var entry = providers.addObject();
            entry.put("name", name).put("usable", finding.usable());
            entry.put("finding", finding.sentence());
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-9s %s%n",
                            name,
                            (finding.usable() ? "" : "not usable: ") + finding.sentence()));
        });
        var model = json.putObject("embedded");
        model.put("folder", embedded.toString());
        model.put("present", Files.isRegularFile(embedded.resolve("config.json")));
        if (!model.path("present").asBoolean()) {
            text.append("embedded  there is no model at ").append(embedded).append('\n');
            return new ModelText(json, text.toString());
        }
        describe(embedded, model);
        text.append("embedded  ").append(sentence(model)).append('\n');
        text.append("          ").append(embedded).append('\n');
        return new ModelText(json, text.toString());
    }

    private static void describe(Path folder, ObjectNode model) {
        try {
            var config = Json.parse(Files.readString(folder.resolve("config.json")));
            model.put("architecture", config.path("model_type").asString("unknown"));
            copy(config, "num_hidden_layers", model, "layers");
            copy(config, "hidden_size", model, "hidden_size");
            copy(config, "vocab_size", model, "vocabulary");
            copy(config, "max_position_embeddings", model, "context_tokens");
            var network = folder.resolve("onnx").resolve("model.onnx");
            model.put("onnx_bytes", Files.exists(network) ? Files.size(network) : 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the model folder " + folder + " cannot be read", e);
        }
    }

    private static void copy(JsonNode from, String name, ObjectNode to, String as) {
        if (from.path(name).isNumber()) to.put(as, from.path(name).asLong());
    }

    private static String sentence(ObjectNode model) {
        return String.format(
                Locale.ROOT,
                "%s, %d layers of width %d, %,d tokens of vocabulary, %,d tokens of context, %.1f MB of ONNX",
                model.path("architecture").asString(),
                model.path("layers").asLong(),
                model.path("hidden_size").asLong(),
                model.path("vocabulary").asLong(),
                model.path("context_tokens").asLong(),
                model.path("onnx_bytes").asLong() / 1e6);
    }
}
