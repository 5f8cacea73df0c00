package io.espalier.worker.onnx;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A model folder, its small files read and checked.
 *
 * @param contextTokens most tokens of prompt and completion together
 * @param ends tokens that end a completion
 * @param chatTemplate the Jinja text that turns messages into a prompt
 * @param maxNewTokens the folder's own default; null where it has none
 */
record ModelFolder(
        Path folder,
        int contextTokens,
        Set<Integer> ends,
        String chatTemplate,
        @Nullable String beginText,
        @Nullable String endText,
        @Nullable Integer maxNewTokens) {

    Path tokenizer() {
        return folder.resolve("tokenizer.json");
    }

    Path network() {
        return folder.resolve("onnx").resolve("model.onnx");
    }

    /**
     * @throws ModelException naming the file that is missing or cannot be used
     */
    static ModelFolder read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw broken(folder, "there is no such folder");
        }
        for (var name : new String[] {"config.json", "tokenizer.json", "onnx/model.onnx"}) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                throw broken(folder, "the file " + name + " is missing");
            }
        }
        var config = json(folder, "config.json");
        var tokenizer = json(folder, "tokenizer_config.json");
        var generation = json(folder, "generation_config.json");
        var context = config.path("max_position_embeddings").asInt(0);
        if (context < 1) {
            throw broken(folder, "config.json lacks max_position_embeddings");
        }
        var ends = new TreeSet<Integer>();
        addIds(config.path("eos_token_id"), ends);
        addIds(generation.path("eos_token_id"), ends);
        if (ends.isEmpty()) {
            throw broken(folder, "neither config.json nor generation_config.json has eos_token_id");
        }
        var newTokens = generation.path("max_new_tokens");
        return new ModelFolder(
                folder,
                context,
                Set.copyOf(ends),
                chatTemplate(folder, tokenizer),
                specialText(tokenizer.path("bos_token")),
                specialText(tokenizer.path("eos_token")),
                newTokens.isInt() ? newTokens.asInt() : null);
    }

    static ModelException broken(Path folder, String fault) {
        return new ModelException(
                Blame.PROVIDER,
                "model folder %s: %s (expected: config.json, tokenizer.json, tokenizer_config.json with a chat template, onnx/model.onnx)"
                        .formatted(folder, fault));
    }

    /** The template lies in tokenizer_config.json or, newer, in a file of its own. */
    private static String chatTemplate(Path folder, JsonNode tokenizer) {
        var inline = tokenizer.path("chat_template");
        if (inline.isString()) {
            return inline.asString();
        }
        for (var named : inline) {
            if (named.path("name").asString("").equals("default")) {
                return named.path("template").asString();
            }
        }
        var file = folder.resolve("chat_template.jinja");
        if (Files.isRegularFile(file)) {
            return text(folder, "chat_template.jinja");
        }
        throw broken(
                folder,
                "no chat template: tokenizer_config.json is missing or lacks chat_template, and"
                        + " there is no chat_template.jinja");
    }

    private static void addIds(JsonNode node, Set<Integer> into) {
        if (node.isInt()) {
            into.add(node.asInt());
        }
        for (var element : node) {
            into.add(element.asInt());
        }
    }

    private static @Nullable String specialText(JsonNode node) {
        var text = node.isObject() ? node.path("content") : node;
        return text.isString() ? text.asString() : null;
    }

    /** An absent file reads as an empty object. */
    private static JsonNode json(Path folder, String name) {
        if (!Files.exists(folder.resolve(name))) {
            return Json.object();
        }
        try {
            return Json.parse(text(folder, name));
        } catch (IllegalArgumentException e) {
            throw broken(folder, name + " is " + e.getMessage());
        }
    }

    private static String text(Path folder, String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw broken(folder, name + " cannot be read: " + e.getMessage());
        }
    }
}
