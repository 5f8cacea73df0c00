package io.espalier.deploy.bench.quality;

import io.espalier.signatures.json.Json;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * synthlm's tasks with the program that both sides optimize: the same modules, signatures and
 * instructions as in quality_dspy.py.
 */
public enum SynthTask {
    INTENT,
    ARITH,
    EXTRACT,
    WRITE,
    HOP;

    /** What the first look-up knows, as DSPy's program has it. */
    private static final String NO_CONTEXT = "(empty)";

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The program's document.
     *
     * @param server address of the synthlm server, which is the retriever of {@link #HOP}
     */
    ObjectNode program(String server) {
        return switch (this) {
            case INTENT ->
                    module(
                            "chain-of-thought",
                            "utterance -> intent",
                            "Classify the utterance as one of: refund, booking, status, cancel,"
                                    + " upgrade, complaint.");
            case ARITH ->
                    module("chain-of-thought", "problem -> answer: int", "Solve the problem.");
            case EXTRACT ->
                    module(
                            "chain-of-thought",
                            "notice -> sender, item, quantity: int, due",
                            "Extract the fields from the notice.");
            case WRITE -> module("predict", "brief -> notice", "Write the notice.");
            case HOP -> hop(server);
        };
    }

    private static ObjectNode module(String module, String signature, String instruction) {
        return Json.object()
                .put("module", module)
                .put("signature", signature)
                .put("instruction", instruction);
    }

    /** A query writer that is asked three times, and an answerer. */
    private static ObjectNode hop(String server) {
        var program = Json.object().put("signature", "question -> answer");
        var steps = program.putArray("steps");
        var ask =
                module(
                        "chain-of-thought",
                        "question, context -> search_query",
                        "Write a search query that helps to answer the question.");
        ask.put("id", "ask").putObject("with").putObject("context").put("value", NO_CONTEXT);
        steps.add(ask);
        steps.add(retrieve("first", server, "ask"));
        steps.add(with(Json.object().put("id", "again").put("use", "ask"), "first"));
        steps.add(retrieve("second", server, "again"));
        steps.add(with(Json.object().put("id", "last").put("use", "ask"), "first", "second"));
        steps.add(retrieve("third", server, "last"));
        var answer =
                module(
                        "chain-of-thought",
                        "question, context -> answer",
                        "Answer the question from the context.");
        steps.add(with(answer.put("id", "answer"), "first", "second", "third"));
        return program;
    }

    private static ObjectNode retrieve(String id, String server, String asker) {
        var step = Json.object().put("id", id);
        step.putObject("retrieve")
                .put("http", server + "/search")
                .put("query", asker + ".search_query");
        return step;
    }

    private static ObjectNode with(ObjectNode step, String... retrievals) {
        var context = step.putObject("with").putArray("context");
        for (var retrieval : retrievals) context.add(retrieval + ".passages");
        return step;
    }
}
