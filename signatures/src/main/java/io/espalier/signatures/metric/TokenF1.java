package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Harmonic mean of precision and recall over the words of a text, both in normal form (Rajpurkar et
 * al., 2016, "SQuAD", arXiv 1606.05250). Where the example holds a list, the best of its answers
 * counts.
 */
record TokenF1(String field) implements Metric {
    @Override
    public Score score(Example example, Fields prediction) {
        var expected = example.fields().get(field);
        var received = Values.text(prediction.get(field));
        double best = 0;
        if (expected != null && expected.isArray()) {
            for (var answer : expected) best = Math.max(best, f1(Values.text(answer), received));
        } else {
            best = f1(Values.text(expected), received);
        }
        return best == 1
                ? Score.of(1)
                : Score.of(
                        best,
                        field
                                + ": expected "
                                + Values.shown(expected)
                                + ", received '"
                                + received
                                + "'");
    }

    static double f1(String expected, String received) {
        var wanted = Values.normal(expected).split(" ");
        var got = Values.normal(received).split(" ");
        if (Arrays.equals(wanted, got)) return 1;
        var counts = new HashMap<String, Integer>();
        for (var word : wanted) counts.merge(word, 1, Integer::sum);
        int common = 0;
        for (var word : got) {
            if (!word.isEmpty() && counts.merge(word, -1, Integer::sum) >= 0) common++;
        }
        if (common == 0) return 0;
        double precision = (double) common / got.length;
        double recall = (double) common / wanted.length;
        return 2 * precision * recall / (precision + recall);
    }

    @Override
    public List<String> reads(Signature signature) {
        return List.of(field);
    }

    @Override
    public JsonNode document() {
        return Json.object().put("f1", field);
    }
}
