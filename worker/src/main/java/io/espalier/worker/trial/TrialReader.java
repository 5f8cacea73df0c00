package io.espalier.worker.trial;

import com.google.protobuf.ByteString;
import io.espalier.cluster.v1.TrialContext;
import io.espalier.cluster.v1.TrialJob;
import io.espalier.signatures.Fields;
import io.espalier.signatures.adapter.Adapter;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramReader;
import io.espalier.signatures.program.ProgramState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Reads what a trial brings, each distinct part once. The coordinator has read programs, models,
 * adapters and metrics before, by the same code; what a worker cannot read is therefore blamed on
 * its machine (an older version, a jar that is not there), and another worker may do better.
 */
final class TrialReader {
    private static final int PROGRAMS = 32;
    private static final int STATES = 256;

    private record Wording(String adapter, ByteString framing) {}

    private final Recent<ByteString, ProgramDefinition> programs =
            new Recent<>(PROGRAMS, bytes -> ProgramReader.read(json(bytes)));
    private final Recent<Wording, Adapter> adapters =
            new Recent<>(PROGRAMS, wording -> Adapters.of(wording.adapter(), framing(wording)));
    private final Recent<ByteString, Map<String, ModelSpec>> models =
            new Recent<>(PROGRAMS, TrialReader::readModels);
    private final Recent<ByteString, ProgramState> states =
            new Recent<>(STATES, bytes -> ProgramState.of(json(bytes)));

    ProgramDefinition program(TrialContext context) {
        return reading(Blame.MACHINE, "program", () -> programs.get(context.getProgram()));
    }

    Adapter adapter(TrialContext context) {
        var wording = new Wording(context.getAdapter(), context.getFraming());
        return reading(Blame.MACHINE, "adapter or framing", () -> adapters.get(wording));
    }

    /**
     * @param role {@code task} or {@code reflection}
     */
    ModelSpec model(TrialContext context, String role) {
        return reading(
                Blame.MACHINE,
                "models",
                () -> {
                    var spec = models.get(context.getModels()).get(role);
                    if (spec == null) throw new IllegalArgumentException("no model '" + role + "'");
                    return spec;
                });
    }

    /** A state that cannot be read was learned wrongly. */
    ProgramState state(ByteString state) {
        return state.isEmpty()
                ? ProgramState.EMPTY
                : reading(Blame.CANDIDATE, "learned state", () -> states.get(state));
    }

    Example example(TrialJob job) {
        return reading(
                Blame.DATA,
                "example " + job.getExampleId(),
                () -> new Example(job.getExampleId(), Fields.of(json(job.getExample()))));
    }

    static Rollout rollout(TrialJob job) {
        return new Rollout(job.getRollout(), job.hasTemperature() ? job.getTemperature() : null);
    }

    /** The metric's document. */
    static JsonNode json(ByteString bytes) {
        return Json.parse(bytes.toStringUtf8());
    }

    static <T> T reading(Blame blame, String what, Supplier<T> read) {
        try {
            return read.get();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            var hint =
                    blame == Blame.MACHINE
                            ? "; has this worker the same version and files as the coordinator?"
                            : "";
            var why = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new CannotRun(blame, "the " + what + " cannot be read here: " + why + hint, e);
        }
    }

    private static Framing framing(Wording wording) {
        return wording.framing().isEmpty() ? Framing.DEFAULT : Framing.of(json(wording.framing()));
    }

    private static Map<String, ModelSpec> readModels(ByteString bytes) {
        var byRole = new HashMap<String, ModelSpec>();
        json(bytes)
                .properties()
                .forEach(e -> byRole.put(e.getKey(), Json.value(e.getValue(), ModelSpec.class)));
        return Map.copyOf(byRole);
    }
}
