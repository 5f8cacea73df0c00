package io.espalier.signatures.metric;

import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.adapter.Adapter;
import io.espalier.signatures.adapter.AdapterParseException;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramState;
import io.espalier.signatures.program.RunContext;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Asks a model: the example's and the prediction's fields go in, a score from 0 to 1 and a reason
 * come out. The judge's calls are not counted as the program's.
 */
record Judge(String role, String ask, JudgeModel judge) implements Metric {

    /** The model that judges and the way to talk to it. */
    record JudgeModel(LanguageModel model, Adapter adapter, Sampling sampling) {}

    private static final Signature SIGNATURE =
            new Signature(
                    List.of(Field.text("example"), Field.text("prediction")),
                    List.of(
                            Field.text("reason"),
                            Field.of("score", new FieldType.Float())
                                    .withDescription("0 is wrong, 1 is right")),
                    null);

    @Override
    public Score score(Example example, Fields prediction) {
        var context =
                new RunContext(
                        ProgramState.EMPTY,
                        judge.model(),
                        judge.adapter(),
                        judge.sampling(),
                        Rollout.PLAIN);
        var predictor =
                new Predictor("judge", Predictor.Kind.PREDICT, SIGNATURE.withInstruction(ask));
        var inputs =
                Fields.of(
                        "example",
                        described(example.fields()),
                        "prediction",
                        described(prediction));
        try {
            var verdict = context.run(() -> predictor.call(inputs));
            var score = verdict.get("score");
            if (score == null || !(score.asDouble() >= 0 && score.asDouble() <= 1)) {
                throw new MetricException("judge: the score " + score + " is not between 0 and 1");
            }
            return Score.of(score.asDouble(), verdict.text("reason"));
        } catch (AdapterParseException e) {
            throw new MetricException("judge: its answer cannot be read: " + e.getMessage(), e);
        }
    }

    private static String described(Fields fields) {
        var text = new StringBuilder();
        fields.values()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(Values.text(value)).append('\n'));
        return text.toString().strip();
    }

    @Override
    public JsonNode document() {
        var details = Json.object().put("model", role).put("ask", ask);
        return Json.object().set("judge", details);
    }
}
