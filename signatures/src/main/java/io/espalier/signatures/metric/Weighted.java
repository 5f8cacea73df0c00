package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/** Several named metrics in one number: their weighted mean, or one after the other. */
record Weighted(Combination combination, SequencedMap<String, Part> parts) implements Metric {

    /**
     * @param weight above 0; for a lexicographic combination it is not used
     */
    record Part(Metric metric, double weight) {}

    enum Combination {
        /** Sum of weight times score over the sum of weights. */
        WEIGHTED,
        /**
         * Earlier parts decide, later ones break ties: part k counts a hundredth of part k - 1.
         * With scores in steps of at least a hundredth the order is exact.
         */
        LEXICOGRAPHIC
    }

    Weighted {
        parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
    }

    @Override
    public Score score(Example example, Fields prediction) {
        var scores = new LinkedHashMap<String, Double>();
        var feedback = new ArrayList<String>();
        double sum = 0;
        double weights = 0;
        double rank = 1;
        for (var entry : parts.entrySet()) {
            var score = entry.getValue().metric().score(example, prediction);
            var weight = combination == Combination.WEIGHTED ? entry.getValue().weight() : rank;
            rank /= 100;
            scores.put(entry.getKey(), score.value());
            sum += weight * score.value();
            weights += weight;
            if (score.feedback() != null) feedback.add(entry.getKey() + ": " + score.feedback());
        }
        var value = Math.clamp(sum / weights, 0, 1);
        return new Score(value, feedback.isEmpty() ? null : String.join("; ", feedback), scores);
    }

    @Override
    public List<String> reads(Signature signature) {
        return parts.values().stream()
                .flatMap(p -> p.metric().reads(signature).stream())
                .distinct()
                .toList();
    }

    @Override
    public JsonNode document() {
        var members = Json.object();
        parts.forEach((name, part) -> {
            var member = members.putObject(name).put("weight", part.weight());
            member.set("metric", part.metric().document());
        });
        return Json.object().set(combination.name().toLowerCase(java.util.Locale.ROOT), members);
    }

    @Override
    public void close() {
        parts.values().forEach(p -> p.metric().close());
    }
}
