package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** 1 when the written text holds the example's (or one of its list), both in normal form. */
record Contains(String field) implements Metric {
    @Override
    public Score score(Example example, Fields prediction) {
        var expected = example.fields().get(field);
        var received = Values.normal(Values.text(prediction.get(field)));
        boolean found = false;
        if (expected != null && expected.isArray()) {
            for (var answer : expected)
                found |= received.contains(Values.normal(Values.text(answer)));
        } else {
            found = received.contains(Values.normal(Values.text(expected)));
        }
        return found
                ? Score.of(1)
                : Score.of(
                        0,
                        field
                                + ": expected to contain "
                                + Values.shown(expected)
                                + ", received "
                                + Values.shown(prediction.get(field)));
    }

    @Override
    public List<String> reads(Signature signature) {
        return List.of(field);
    }

    @Override
    public JsonNode document() {
        return Json.object().put("contains", field);
    }
}
