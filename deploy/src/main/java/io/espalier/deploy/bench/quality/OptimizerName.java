package io.espalier.deploy.bench.quality;

import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Optimizers as the command line names them: {@code gepa}, {@code miprov2=light} (an effort), or an
 * object of a study file such as {@code {"name": "simba", "steps": 5}}.
 */
final class OptimizerName {
    /** Not an optimizer: the program as it is. */
    static final String NONE = "none";

    /** What quality_dspy.py gives its optimizers where their defaults differ. */
    private static final Map<String, ObjectNode> SETTINGS =
            Map.of(
                    "labeled-few-shot", Json.object().put("k", 8),
                    "bootstrap-few-shot", shots(),
                    "bootstrap-random-search", shots().put("candidates", 8));

    /** The only one of DSPy's that hears the critic; the others see scores. */
    private static final String HEARS = "gepa";

    /** As in quality_dspy.py. */
    private static final List<String> DSPY_HAS =
            List.of(
                    NONE,
                    "labeled-few-shot",
                    "bootstrap-few-shot",
                    "bootstrap-random-search",
                    "miprov2=light",
                    "miprov2=medium",
                    "miprov2=heavy",
                    "copro",
                    "simba",
                    HEARS,
                    "infer-rules");

    /** DSPy's by another name, or parts of a search. */
    private static final List<String> NOT_OURS =
            List.of(
                    NONE,
                    "labeled-few-shot",
                    "bootstrap-few-shot",
                    "bootstrap-random-search",
                    "knn-few-shot",
                    "miprov2",
                    "copro",
                    "simba",
                    HEARS,
                    "infer-rules",
                    "ensemble",
                    "better-together");

    private OptimizerName() {}

    /** The metric of quality_dspy.py calls a run a success from 0.99 on, too. */
    private static ObjectNode shots() {
        return Json.object()
                .put("max-bootstrapped", 4)
                .put("max-labeled", 8)
                .put("metric-threshold", 0.99);
    }

    /** Splits at commas outside of braces. */
    static List<String> split(String names) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= names.length(); i++) {
            var c = i == names.length() ? ',' : names.charAt(i);
            if (c == '{') depth++;
            if (c == '}') depth--;
            if (c != ',' || (depth > 0 && i < names.length())) continue;
            var part = names.substring(start, i).strip();
            if (!part.isEmpty()) parts.add(part);
            start = i + 1;
        }
        return List.copyOf(parts);
    }

    /** The {@code optimizer} of a study file. */
    static ObjectNode document(String optimizer) {
        if (optimizer.startsWith("{")) return (ObjectNode) Json.parse(optimizer);
        if (optimizer.equals(NONE)) {
            return Json.object().put("name", "labeled-few-shot").put("k", 0);
        }
        var name = plain(optimizer);
        var node = Json.object().put("name", name);
        if (optimizer.contains("=")) {
            node.put("effort", optimizer.substring(optimizer.indexOf('=') + 1));
        }
        node.setAll(SETTINGS.getOrDefault(name, Json.object()));
        return node;
    }

    /** The name alone. */
    static String plain(String optimizer) {
        if (optimizer.startsWith("{")) return Json.parse(optimizer).path("name").asString("");
        int effort = optimizer.indexOf('=');
        return effort < 0 ? optimizer : optimizer.substring(0, effort);
    }

    /** Whether an optimizer gets the critic's words unless the user says so. */
    static boolean feedback(String optimizer) {
        return plain(optimizer).equals(HEARS) || isOurs(optimizer);
    }

    /** Whether DSPy has nothing of the kind. */
    static boolean isOurs(String optimizer) {
        return !NOT_OURS.contains(plain(optimizer));
    }

    static boolean dspyHas(String optimizer) {
        return DSPY_HAS.contains(optimizer);
    }
}
