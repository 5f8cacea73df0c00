package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * 1 when every one of these fields equals the example's, else 0. Blanks around texts do not count;
 * numbers are compared by value.
 */
record ExactMatch(List<String> fields) implements Metric {
    ExactMatch {
        fields = List.copyOf(fields);
    }

    @Override
    public Score score(Example example, Fields prediction) {
        var faults = new ArrayList<String>();
        for (var field : fields) {
            var expected = example.fields().get(field);
            var received = prediction.get(field);
            if (!Values.equal(expected, received)) {
                faults.add(
                        field
                                + ": expected "
                                + Values.shown(expected)
                                + ", received "
                                + Values.shown(received));
            }
        }
        return faults.isEmpty() ? Score.of(1) : Score.of(0, String.join("; ", faults));
    }

    @Override
    public List<String> reads(Signature signature) {
        return fields;
    }

    @Override
    public JsonNode document() {
        return Json.object().set("exact", Json.tree(fields));
    }
}
