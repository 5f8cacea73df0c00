package io.espalier.worker.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The shape of an exported decoder: inputs {@code input_ids}, {@code attention_mask}, optionally
 * {@code position_ids}, and {@code past_key_values.N.key/value}; outputs {@code logits} and {@code
 * present.N.key/value}, each {@code [batch, heads, tokens, dim]}.
 *
 * @param pasts names of the cache's inputs, and {@code presents} of its outputs in the same order
 * @param heads key-value heads
 * @param dim of one head
 */
record Network(
        List<String> pasts,
        List<String> presents,
        int heads,
        int dim,
        int vocabulary,
        boolean positions) {

    static Network of(Path folder, OrtSession session) throws OrtException {
        var inputs = session.getInputInfo();
        var outputs = session.getOutputInfo();
        var pasts = new ArrayList<String>();
        var presents = new ArrayList<String>();
        for (var layer = 0; inputs.containsKey("past_key_values." + layer + ".key"); layer++) {
            for (var kind : List.of("key", "value")) {
                pasts.add("past_key_values." + layer + "." + kind);
                presents.add("present." + layer + "." + kind);
            }
        }
        if (pasts.isEmpty()) {
            throw ModelFolder.broken(
                    folder,
                    "onnx/model.onnx has no past_key_values inputs (export it with its cache: optimum-cli export onnx --task text-generation-with-past)");
        }
        require(folder, "input", inputs, List.of("input_ids", "attention_mask"));
        require(folder, "input", inputs, pasts);
        require(folder, "output", outputs, List.of("logits"));
        require(folder, "output", outputs, presents);
        for (var name : inputs.keySet()) {
            if (!pasts.contains(name)
                    && !List.of("input_ids", "attention_mask", "position_ids").contains(name)) {
                throw ModelFolder.broken(folder, "onnx/model.onnx wants the unknown input " + name);
            }
        }
        for (var name : pasts) {
            floats(folder, name, inputs);
        }
        var past = floats(folder, pasts.getFirst(), inputs);
        var logits = floats(folder, "logits", outputs);
        if (past.length != 4 || past[1] < 1 || past[3] < 1) {
            throw ModelFolder.broken(
                    folder,
                    "onnx/model.onnx: %s has the shape %s (expected: [batch, heads, tokens, dim] with known heads and dim)"
                            .formatted(pasts.getFirst(), java.util.Arrays.toString(past)));
        }
        if (logits.length != 3 || logits[2] < 1) {
            throw ModelFolder.broken(
                    folder,
                    "onnx/model.onnx: logits have the shape %s (expected: [batch, tokens, vocabulary])"
                            .formatted(java.util.Arrays.toString(logits)));
        }
        return new Network(
                List.copyOf(pasts),
                List.copyOf(presents),
                (int) past[1],
                (int) past[3],
                (int) logits[2],
                inputs.containsKey("position_ids"));
    }

    /** Floats that one token of one row keeps. */
    long floatsPerToken() {
        return (long) pasts.size() * heads * dim;
    }

    private static void require(
            Path folder, String kind, Map<String, NodeInfo> has, List<String> names) {
        for (var name : names) {
            if (!has.containsKey(name)) {
                throw ModelFolder.broken(folder, "onnx/model.onnx lacks the " + kind + " " + name);
            }
        }
    }

    private static long[] floats(Path folder, String name, Map<String, NodeInfo> infos) {
        if (infos.get(name) instanceof NodeInfo node
                && node.getInfo() instanceof TensorInfo tensor
                && tensor.type == OnnxJavaType.FLOAT) {
            return tensor.getShape();
        }
        throw ModelFolder.broken(
                folder, "onnx/model.onnx: " + name + " is not a float32 tensor (export in fp32)");
    }
}
