package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The share of expected leaves that are right, over these fields. Objects and lists are compared
 * member by member; a text that should be an object or list is read as JSON.
 */
record JsonFieldwise(List<String> fields) implements Metric {
    JsonFieldwise {
        fields = List.copyOf(fields);
    }

    @Override
    public Score score(Example example, Fields prediction) {
        var tally = new Tally();
        var parts = new LinkedHashMap<String, Double>();
        for (var field : fields) {
            var before = tally.right;
            var beforeAll = tally.all;
            tally.compare(field, example.fields().get(field), prediction.get(field));
            parts.put(field, (double) (tally.right - before) / Math.max(1, tally.all - beforeAll));
        }
        var value = tally.all == 0 ? 1 : (double) tally.right / tally.all;
        return new Score(
                value, tally.faults.isEmpty() ? null : String.join("; ", tally.faults), parts);
    }

    private static final class Tally {
        private final List<String> faults = new ArrayList<>();
        private int right;
        private int all;

        void compare(String path, @Nullable JsonNode expected, @Nullable JsonNode received) {
            if (expected != null
                    && expected.isContainer()
                    && received != null
                    && received.isString()) {
                received = parsed(received);
            }
            if (expected != null && expected.isObject() && expected.size() > 0) {
                for (var member : expected.properties()) {
                    var other = received == null ? null : received.get(member.getKey());
                    compare(path + "." + member.getKey(), member.getValue(), other);
                }
            } else if (expected != null && expected.isArray() && expected.size() > 0) {
                for (int i = 0; i < expected.size(); i++) {
                    compare(
                            path + "[" + i + "]",
                            expected.get(i),
                            received == null ? null : received.get(i));
                }
            } else {
                all++;
                if (Values.equal(expected, received)) right++;
                else
                    faults.add(
                            path
                                    + ": expected "
                                    + Values.shown(expected)
                                    + ", received "
                                    + Values.shown(received));
            }
        }

        private static @Nullable JsonNode parsed(JsonNode text) {
            try {
                return Json.parse(text.stringValue());
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }

    @Override
    public List<String> reads(Signature signature) {
        return fields;
    }

    @Override
    public JsonNode document() {
        return Json.object().set("json", Json.tree(fields));
    }
}
