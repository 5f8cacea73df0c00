package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/** Several named metrics, and one number from them: their weighted mean, or one after the other. */
record Weighted(Combination combination, SequencedMap<String, Part> parts) implements RunMetric {

    /**
     * @param weight above 0; for a lexicographic combination it is not used
     */
    record Part(Metric metric, double weight) {}

    enum Combination {
        /** Sum of weight times score over the sum of weights. */
        WEIGHTED,
        /**
         * The same number, for optimizers that climb one. The parts are ends of their own: what the
         * study is for is the front of candidates that none beats in all of them.
         */
        PARETO,
        /**
         * Earlier parts decide, later ones break ties: part k counts a hundredth of part k - 1.
         * With scores in steps of at least a hundredth the order is exact.
         */
        LEXICOGRAPHIC;

        static Combination of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }

        /** The name in study files. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Weighted {
        parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
    }

    @Override
    public Score score(Example example, Fields prediction, Run run) {
        var scores = new LinkedHashMap<String, Double>();
        var feedback = new ArrayList<String>();
        double sum = 0;
        double weights = 0;
        double answers = 0;
        double answerWeights = 0;
        double rank = 1;
        for (var entry : parts.entrySet()) {
            var score = entry.getValue().metric().score(example, prediction, run);
            var weight =
                    combination == Combination.LEXICOGRAPHIC ? rank : entry.getValue().weight();
            rank /= 100;
            scores.put(entry.getKey(), score.value());
            sum += weight * score.value();
            weights += weight;
            if (entry.getValue().metric().judgesAnswer()) {
                answers += weight * score.answer();
                answerWeights += weight;
            }
            if (score.feedback() != null) feedback.add(entry.getKey() + ": " + score.feedback());
        }
        var value = Math.clamp(sum / weights, 0, 1);
        return new Score(
                value,
                feedback.isEmpty() ? null : String.join("; ", feedback),
                scores,
                answerWeights == 0 ? value : Math.clamp(answers / answerWeights, 0, 1));
    }

    @Override
    public boolean judgesAnswer() {
        return parts.values().stream().anyMatch(p -> p.metric().judgesAnswer());
    }

    @Override
    public List<String> objectives() {
        return List.copyOf(parts.sequencedKeySet());
    }

    @Override
    public List<String> reads(Signature signature) {
        return parts.values().stream()
                .flatMap(p -> p.metric().reads(signature).stream())
                .distinct()
                .toList();
    }

    /** Where the order of the parts decides they are a list: an object's members have no order. */
    @Override
    public JsonNode document() {
        if (combination == Combination.LEXICOGRAPHIC) {
            var list = Json.array();
            parts.forEach((name, part) ->
                    list.addObject().put("name", name).set("metric", part.metric().document()));
            return Json.object().set(combination.label(), list);
        }
        var members = Json.object();
        parts.forEach((name, part) -> {
            var member = members.putObject(name).put("weight", part.weight());
            member.set("metric", part.metric().document());
        });
        return Json.object().set(combination.label(), members);
    }

    @Override
    public void close() {
        parts.values().forEach(p -> p.metric().close());
    }
}
