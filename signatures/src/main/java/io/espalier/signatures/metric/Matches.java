package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** 1 when the written text matches a regular expression somewhere; anchor it to match the whole. */
record Matches(String field, Pattern pattern) implements Metric {
    @Override
    public Score score(Example example, Fields prediction) {
        return pattern.matcher(Values.text(prediction.get(field))).find()
                ? Score.of(1)
                : Score.of(
                        0,
                        field
                                + ": expected to match "
                                + pattern
                                + ", received "
                                + Values.shown(prediction.get(field)));
    }

    @Override
    public JsonNode document() {
        var details = Json.object().put("field", field).put("pattern", pattern.pattern());
        return Json.object().set("regex", details);
    }
}
