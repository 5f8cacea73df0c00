package io.espalier.signatures.dspy;

import io.espalier.signatures.Field;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.PredictorState;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A program's state in the form that DSPy's {@code program.save("x.json")} writes and {@code
 * program.load("x.json")} reads: per predictor its demos, its instruction, and a title and a
 * description for each field, in order. It holds neither the program nor the fields' names.
 */
public final class DspyState {
    private static final String FRAMING = "dspy-";

    private DspyState() {}

    /**
     * @param file what {@code program.load} takes
     * @param notes what the file cannot say, a sentence each
     */
    public record Export(ObjectNode file, List<String> notes) {
        public Export {
            notes = List.copyOf(notes);
        }
    }

    /**
     * @param notes what of the file was not taken over, a sentence each
     */
    public record Import(ProgramState state, List<String> notes) {
        public Import {
            notes = List.copyOf(notes);
        }
    }

    /**
     * @param framing under which the program runs: it words the instruction where the author gave
     *     none
     * @throws DspyException for an ensemble, which the file has no place for
     */
    public static Export export(ProgramDefinition program, ProgramState state, Framing framing) {
        if (state.isEnsemble()) {
            throw new DspyException(
                    "the state is an ensemble of "
                            + state.members().size()
                            + " states, and DSPy's file holds one: make a release of the member that"
                            + " you want (./espalier show STUDY --candidates names them, ./espalier"
                            + " pick STUDY CANDIDATE), and export that");
        }
        var file = Json.object();
        var notes = new ArrayList<String>();
        for (var predictor : program.predictors()) {
            var learned = state.of(predictor.path());
            var name = PredictorNames.written(program, predictor);
            var entry = entry(predictor, learned, framing);
            if (name.equals(PredictorNames.BARE)) file.setAll(entry);
            else file.set(name, entry);
            var nearest = learned.nearest();
            if (nearest != null) {
                notes.add(
                        "predictor '"
                                + predictor.path()
                                + "': of its "
                                + learned.demos().size()
                                + " demos the file has the first "
                                + shown(learned).size()
                                + "; DSPy cannot choose the ones nearest to each input from a file");
            }
            if (!learned.sampling().equals(Sampling.UNSET)) {
                notes.add(
                        "predictor '"
                                + predictor.path()
                                + "': its sampling is left out; DSPy keeps it with the model, which the file does not name");
            }
        }
        var version =
                framing.name().startsWith(FRAMING)
                        ? framing.name().substring(FRAMING.length())
                        : DspyFraming.TESTED;
        file.putObject("metadata").putObject("dependency_versions").put("dspy", version);
        return new Export(file, notes);
    }

    private static ObjectNode entry(Predictor predictor, PredictorState learned, Framing framing) {
        var signature = predictor.signature(learned);
        var entry = Json.object();
        entry.putArray("traces");
        entry.putArray("train");
        var demos = entry.putArray("demos");
        for (var demo : shown(learned)) {
            var node = Json.object();
            if (demo.augmented()) node.put("augmented", true);
            demo.values().values().forEach(node::set);
            demos.add(node);
        }
        var described = entry.putObject("signature");
        described.put("instructions", framing.instruction(signature));
        var fields = described.putArray("fields");
        for (var field : signature.fields()) {
            var node = Json.object().put("prefix", FieldPrefix.of(field.name()));
            fields.add(node.put("description", description(field)));
        }
        entry.putNull("lm");
        return entry;
    }

    /** All demos; of a pool that each input chooses from, as many as one would choose. */
    private static List<Demo> shown(PredictorState learned) {
        var demos = learned.demos();
        var nearest = learned.nearest();
        return nearest == null ? demos : demos.subList(0, Math.min(nearest.k(), demos.size()));
    }

    /** DSPy's way to say that there is none is the name in braces. */
    static String description(Field field) {
        return field.description() == null ? "${" + field.name() + "}" : field.description();
    }

    /**
     * @param file what {@code program.save} wrote
     * @throws DspyException with every fault: predictor, field, what was expected and received
     */
    public static Import read(ProgramDefinition program, JsonNode file) {
        return new StateReader(program).read(file);
    }
}
