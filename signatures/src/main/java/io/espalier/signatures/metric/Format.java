package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.Run;
import tools.jackson.databind.JsonNode;

/** 1 when every completion of the run could be read at the first try, else 0. */
record Format() implements RunMetric {
    @Override
    public Score score(Example example, Fields prediction, Run run) {
        return run.unread() == 0
                ? Score.of(1)
                : Score.of(0, run.unread() + " answers were not in the form that was asked for");
    }

    @Override
    public boolean judgesAnswer() {
        return false;
    }

    @Override
    public JsonNode document() {
        return Json.object().set("format", Json.object());
    }
}
