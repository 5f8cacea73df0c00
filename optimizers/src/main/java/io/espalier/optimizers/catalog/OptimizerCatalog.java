package io.espalier.optimizers.catalog;

import static java.util.Objects.requireNonNull;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Every optimizer by its name in study files. */
public final class OptimizerCatalog {
    private static final List<OptimizerEntry> ENTRIES =
            List.of(
                    FewShotEntries.LABELED,
                    FewShotEntries.BOOTSTRAP,
                    FewShotEntries.RANDOM_SEARCH,
                    KnnEntry.KNN,
                    InferRulesEntry.INFER_RULES,
                    EnsembleEntry.ENSEMBLE,
                    BetterTogetherEntry.BETTER_TOGETHER,
                    CoproEntry.COPRO,
                    MiproEntry.MIPRO,
                    SimbaEntry.SIMBA,
                    GepaEntry.GEPA,
                    TrellisEntry.TRELLIS,
                    AutoEntry.AUTO);

    private OptimizerCatalog() {}

    public static List<OptimizerEntry> entries() {
        return ENTRIES;
    }

    public static List<String> names() {
        return ENTRIES.stream().map(OptimizerEntry::name).toList();
    }

    public static Optional<OptimizerEntry> find(String name) {
        return ENTRIES.stream().filter(e -> e.name().equals(name)).findFirst();
    }

    /** The sentence for a name that there is not. */
    public static String unknown(String name) {
        return "unknown optimizer '" + name + "'" + DidYouMean.hint(name, names());
    }

    /**
     * Reads {@code labeled-few-shot} or {@code {name: labeled-few-shot, k: 8}}.
     *
     * @param field path of the value, for faults
     * @param program to check predictors' names against; null where it could not be read
     * @return null after a fault
     */
    public static @Nullable OptimizerChoice read(
            JsonNode value, String field, @Nullable ProgramDefinition program, Faults faults) {
        var name = value.isObject() ? value.path("name") : value;
        if (!name.isString()) {
            faults.add(
                    value.isObject() ? field + ".name" : field,
                    "expected an optimizer's name; there are: " + String.join(", ", names()));
            return null;
        }
        var entry = find(name.stringValue());
        if (entry.isEmpty()) {
            faults.add(value.isObject() ? field + ".name" : field, unknown(name.stringValue()));
            return null;
        }
        var counted = new Counted(faults);
        if (value.isObject()) check(entry.get(), value, field, program, counted);
        if (counted.count > 0) return null;
        var parameters = Json.object();
        value.properties().forEach(m -> parameters.set(plain(m.getKey()), m.getValue()));
        return new OptimizerChoice(
                entry.get(), Arguments.filled(entry.get().parameters(), parameters));
    }

    /**
     * Reads an optimizer that is a part of another one.
     *
     * @return null after a fault
     */
    static @Nullable OptimizerChoice readNested(
            JsonNode value,
            String field,
            Parameter.Type.Nested type,
            @Nullable ProgramDefinition program,
            Faults faults) {
        var choice = read(value, field, program, faults);
        if (choice == null || !type.not().contains(choice.name())) return choice;
        faults.add(field, "'" + choice.name() + "' cannot be a part of this optimizer");
        return null;
    }

    /**
     * Names what of an optimizer, or of those that are its parts, does not go with the study's
     * metric.
     *
     * @param objectives names of the metric's parts
     */
    public static void check(
            OptimizerChoice choice, List<String> objectives, String field, Faults faults) {
        if (choice.entry() == GepaEntry.GEPA) {
            GepaEntry.check(choice.parameters(), objectives, field, faults);
        }
        for (var parameter : choice.entry().parameters()) {
            var value = choice.parameters().path(parameter.name());
            if (!(parameter.type() instanceof Parameter.Type.Nested) || !hasValue(value)) continue;
            check(checked(value), objectives, field + "." + parameter.name(), faults);
        }
    }

    private static boolean hasValue(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    /** A checked optimizer with all of its parameters. */
    static JsonNode canonical(JsonNode value) {
        return checked(value).document();
    }

    /** An optimizer that was checked before. */
    static OptimizerChoice checked(JsonNode value) {
        var choice =
                read(
                        value,
                        "optimizer",
                        null,
                        (field, message) -> {
                            throw new IllegalStateException(field + ": " + message);
                        });
        return requireNonNull(choice);
    }

    private static void check(
            OptimizerEntry entry,
            JsonNode value,
            String field,
            @Nullable ProgramDefinition program,
            Faults faults) {
        var names = entry.parameters().stream().map(Parameter::name).toList();
        for (var member : value.properties()) {
            var key = member.getKey();
            if (key.equals("name") || member.getValue().isNull()) continue;
            var at = field + "." + key;
            var parameter =
                    entry.parameters().stream()
                            .filter(p -> p.name().equals(plain(key)))
                            .findFirst();
            if (parameter.isEmpty()) {
                faults.add(
                        at,
                        "unknown parameter of "
                                + entry.name()
                                + " '"
                                + key
                                + "'"
                                + DidYouMean.hint(key, names));
                continue;
            }
            if (parameter.get().type() instanceof Parameter.Type.Nested nested) {
                readNested(member.getValue(), at, nested, program, faults);
                continue;
            }
            parameter.get().check(member.getValue(), at, faults);
            var byPredictor = parameter.get().type() instanceof Parameter.Type.TextsByPredictor;
            if (byPredictor && program != null) {
                checkPredictors(member.getValue(), at, program, faults);
            }
        }
    }

    /** {@code -} and {@code _} in names are the same. */
    private static String plain(String name) {
        return name.replace('_', '-');
    }

    private static void checkPredictors(
            JsonNode value, String field, ProgramDefinition program, Faults faults) {
        var paths = program.predictors().stream().map(Predictor::path).toList();
        for (var member : value.properties()) {
            var path = member.getKey();
            if (paths.contains(path)) continue;
            faults.add(
                    field + "." + path,
                    "no predictor '" + path + "' in this program" + DidYouMean.hint(path, paths));
        }
    }

    private static final class Counted implements Faults {
        private final Faults faults;
        private int count;

        Counted(Faults faults) {
            this.faults = faults;
        }

        @Override
        public void add(String field, String message) {
            count++;
            faults.add(field, message);
        }
    }
}
