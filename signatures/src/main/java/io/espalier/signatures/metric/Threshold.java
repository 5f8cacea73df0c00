package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.Run;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** 1 when another metric reaches a level, else 0. */
record Threshold(Metric metric, double least) implements RunMetric {
    @Override
    public Score score(Example example, Fields prediction, Run run) {
        var score = metric.score(example, prediction, run);
        return new Score(
                score.value() >= least ? 1 : 0,
                score.feedback(),
                score.parts(),
                score.answer() >= least ? 1 : 0);
    }

    @Override
    public boolean judgesAnswer() {
        return metric.judgesAnswer();
    }

    @Override
    public List<String> objectives() {
        return metric.objectives();
    }

    @Override
    public List<String> reads(Signature signature) {
        return metric.reads(signature);
    }

    @Override
    public JsonNode document() {
        var details = Json.object().put("least", least);
        details.set("metric", metric.document());
        return Json.object().set("threshold", details);
    }

    @Override
    public void close() {
        metric.close();
    }
}
