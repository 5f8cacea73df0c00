package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.RandomStreams;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.TraceStep;
import java.util.List;
import java.util.Optional;

/** Demos from what predictors read and wrote in runs of the program. */
public final class TraceDemos {
    private TraceDemos() {}

    /**
     * The demo that one run gives one predictor. Of several calls within the run: the last at even
     * odds, else one of the earlier ones. The draw depends on the calls alone.
     *
     * @return empty when the predictor was not called, or wrote nothing that could be read
     */
    public static Optional<Demo> of(List<TraceStep> trace, String predictor) {
        var demos = all(trace, predictor);
        if (demos.isEmpty()) return Optional.empty();
        if (demos.size() == 1) return Optional.of(demos.getFirst());
        var values = Json.array();
        demos.forEach(demo -> values.add(demo.values().toJson()));
        var draw = RandomStreams.of(Long.parseUnsignedLong(Json.hash(values).substring(0, 16), 16));
        return Optional.of(
                draw.nextBoolean() ? demos.getLast() : demos.get(draw.nextInt(demos.size() - 1)));
    }

    /** One demo per readable call of the predictor, in order. */
    public static List<Demo> all(List<TraceStep> trace, String predictor) {
        return trace.stream()
                .filter(step -> step.predictor().equals(predictor) && step.unparsed() == null)
                .map(step -> Demo.bootstrapped(step.inputs().and(step.outputs())))
                .toList();
    }
}
