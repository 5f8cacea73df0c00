package io.espalier.signatures.dspy;

import io.espalier.signatures.Fields;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.PredictorState;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Puts a state that DSPy saved onto a program; finds every fault before it gives up. */
final class StateReader {
    private static final String METADATA = "metadata";
    private static final String AUGMENTED = "augmented";

    private final ProgramDefinition program;
    private final List<String> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    StateReader(ProgramDefinition program) {
        this.program = program;
    }

    DspyState.Import read(JsonNode saved) {
        var file = saved;
        if (file.path("signature").has("instructions")) {
            file = Json.object().set(PredictorNames.BARE, saved);
        }
        if (!file.isObject()) {
            throw new DspyException(
                    "the file: expected an object with an entry per predictor, received "
                            + shown(file)
                            + "; save it by program.save(\"x.json\")");
        }
        var names = new LinkedHashSet<String>();
        for (var entry : file.properties()) {
            if (!entry.getKey().equals(METADATA)) names.add(entry.getKey());
        }
        var entries = file;
        var matched = PredictorNames.match(program, names, (p, n) -> agree(p, entries.get(n)));
        var state = ProgramState.EMPTY;
        for (var predictor : program.predictors()) {
            var name = matched.get(predictor.path());
            if (name == null) {
                faults.add(
                        "predictor '"
                                + predictor.path()
                                + "': the file has no entry for it; DSPy would call it '"
                                + PredictorNames.written(program, predictor)
                                + "', the file has entries for "
                                + names);
                continue;
            }
            state = state.with(predictor.path(), predictor(predictor, name, file.path(name)));
        }
        names.removeAll(matched.values());
        if (!names.isEmpty() && faults.isEmpty()) {
            faults.add("the file's " + names + " belong to no predictor of this program");
        }
        if (!faults.isEmpty()) throw new DspyException(String.join("; ", faults));
        return new DspyState.Import(state, notes);
    }

    private PredictorState predictor(Predictor predictor, String name, JsonNode entry) {
        var where = "predictor '" + predictor.path() + "' ('" + name + "' in the file)";
        var signature = entry.path("signature");
        var instructions = signature.path("instructions");
        if (!instructions.isString()) {
            fault(where + ", signature.instructions", "text", instructions);
            return PredictorState.EMPTY;
        }
        if (!entry.path("fields").isMissingNode() && !entry.path("fields").isEmpty()) {
            notes.add(where + ": the criteria of its decision fields are left out");
        }
        var text = instructions.stringValue();
        return new PredictorState(
                text.equals(predictor.declared().instruction()) ? null : text,
                demos(predictor, where, entry.path("demos")),
                new SavedFields(predictor, where, entry).descriptions(faults, notes),
                sampling(where, entry.path("lm")));
    }

    private List<Demo> demos(Predictor predictor, String where, JsonNode saved) {
        var demos = new ArrayList<Demo>();
        if (!saved.isArray()) {
            fault(where + ", demos", "a list", saved);
            return demos;
        }
        var hasFieldOfThatName = predictor.signature().field(AUGMENTED).isPresent();
        for (var demo : saved) {
            if (!demo.isObject()) {
                fault(where + ", demo " + (demos.size() + 1), "an object of fields", demo);
                return demos;
            }
            var values = new LinkedHashMap<String, JsonNode>();
            demo.properties().forEach(e -> values.put(e.getKey(), e.getValue()));
            if (!values.isEmpty() && Collections.disjoint(values.keySet(), fieldsOfTheProgram())) {
                fault(
                        where + ", demo " + (demos.size() + 1),
                        "fields of the program " + fieldsOfTheProgram(),
                        Json.text(values.keySet() + ", of another program"));
                return demos;
            }
            var augmented =
                    !hasFieldOfThatName
                            && values.remove(AUGMENTED) instanceof JsonNode mark
                            && mark.asBoolean(false);
            demos.add(new Demo(new Fields(values), augmented));
        }
        return demos;
    }

    /** A demo may hold any column of the data it was drawn from, but not others alone. */
    private Set<String> fieldsOfTheProgram() {
        var names = new LinkedHashSet<String>();
        program.signature().fields().forEach(f -> names.add(f.name()));
        for (var predictor : program.predictors()) {
            predictor.signature().fields().forEach(f -> names.add(f.name()));
        }
        return names;
    }

    /** Of a predictor that has its own model the sampling is kept, the model itself is not. */
    private Sampling sampling(String where, JsonNode lm) {
        if (!lm.isObject()) return Sampling.UNSET;
        notes.add(
                where
                        + ": its own model "
                        + lm.path("model")
                        + " is left out; temperature and token limit are kept");
        var temperature = lm.path("temperature");
        var limit = lm.path("max_tokens");
        var share = lm.path("top_p");
        try {
            return new Sampling(
                    temperature.isNumber() ? temperature.doubleValue() : null,
                    share.isNumber() ? share.doubleValue() : null,
                    limit.isIntegralNumber() ? limit.intValue() : null,
                    null);
        } catch (IllegalArgumentException e) {
            faults.add(where + ", lm: " + e.getMessage());
            return Sampling.UNSET;
        }
    }

    /** Whether the entry's titles can be those of the predictor's fields, in order. */
    private static boolean agree(Predictor predictor, @Nullable JsonNode entry) {
        var fields = predictor.signature().fields();
        var saved = entry == null ? Json.array() : entry.path("signature").path("fields");
        if (saved.size() != fields.size()) return false;
        for (var i = 0; i < fields.size(); i++) {
            // The last output's title is the one that an optimizer may have changed.
            var title = saved.get(i).path("prefix").asString("");
            if (i < fields.size() - 1 && !title.equals(FieldPrefix.of(fields.get(i).name()))) {
                return false;
            }
        }
        return true;
    }

    private void fault(String where, String expected, JsonNode received) {
        faults.add(where + ": expected " + expected + ", received " + shown(received));
    }

    static String shown(JsonNode node) {
        if (node.isMissingNode()) return "nothing";
        var text = node.isString() ? node.stringValue() : node.toString();
        return text.length() <= 120 ? text : text.substring(0, 120) + "...";
    }
}
