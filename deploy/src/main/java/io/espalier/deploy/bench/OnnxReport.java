package io.espalier.deploy.bench;

import io.espalier.signatures.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@link OnnxBench} measured; a contestant's figures are its median round's.
 *
 * @param single Python, one prompt at a time
 * @param batched Python, left-padded batches of {@code batch}
 * @param equal completions of the provider that are the same text as Python's at one prompt a time
 */
public record OnnxReport(
        String model,
        List<Side> provider,
        List<Side> single,
        List<Side> batched,
        int batch,
        int equal) {

    /**
     * One contestant's round.
     *
     * @param prompt tokens of all prompts, cached or not
     */
    public record Side(int calls, long prompt, long completion, long cached, double seconds) {
        double callsPerSecond() {
            return calls / seconds;
        }

        /** Prompt and completion tokens a second. */
        double tokensPerSecond() {
            return (prompt + completion) / seconds;
        }
    }

    public OnnxReport {
        provider = List.copyOf(provider);
        single = List.copyOf(single);
        batched = List.copyOf(batched);
    }

    private static double calls(List<Side> rounds) {
        return Turn.median(rounds.stream().map(Side::callsPerSecond).toList());
    }

    private static double tokens(List<Side> rounds) {
        return Turn.median(rounds.stream().map(Side::tokensPerSecond).toList());
    }

    /** A table for people. */
    public String text() {
        var one = provider.getFirst();
        return """
        %s
        %d calls, %d prompt and %d new tokens, %d of them cached in the prefix cache; %d of %d texts equal
        """
                        .formatted(
                                model,
                                one.calls(),
                                one.prompt(),
                                one.completion(),
                                one.cached(),
                                equal,
                                one.calls())
                + line("espalier", provider)
                + line("python onnxruntime, batch 1", single)
                + line("python onnxruntime, batch " + batch, batched)
                + "calls/s of espalier: %.2f of batch 1, %.2f of batch %d%n"
                        .formatted(
                                calls(provider) / calls(single),
                                calls(provider) / calls(batched),
                                batch);
    }

    private static String line(String name, List<Side> rounds) {
        return "%-30s %9.1f calls/s %10.0f tokens/s%n"
                .formatted(name, calls(rounds), tokens(rounds));
    }

    /** For machines. */
    public ObjectNode json() {
        var node = Json.object().put("model", model).put("equal_texts", equal);
        node.set("espalier", json(provider));
        node.set("python_batch_1", json(single));
        node.set("python_batch_" + batch, json(batched));
        node.put("rate_of_batch_1", EvaluateReport.rounded(calls(provider) / calls(single), 3));
        node.put(
                "rate_of_batch_" + batch,
                EvaluateReport.rounded(calls(provider) / calls(batched), 3));
        return node;
    }

    private static ObjectNode json(List<Side> rounds) {
        var one = rounds.getFirst();
        var node =
                Json.object()
                        .put("calls", one.calls())
                        .put("prompt_tokens", one.prompt())
                        .put("completion_tokens", one.completion())
                        .put("cached_tokens", one.cached())
                        .put("calls_per_s", EvaluateReport.rounded(calls(rounds), 1))
                        .put("tokens_per_s", EvaluateReport.rounded(tokens(rounds), 0));
        var each = node.putArray("rounds_calls_per_s");
        rounds.forEach(side -> each.add(EvaluateReport.rounded(side.callsPerSecond(), 1)));
        return node;
    }
}
