package io.espalier.signatures.dspy;

import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * What DSPy calls a program's predictors: the path of attributes to each, with {@code .predict}
 * after the name of a ChainOfThought, which keeps its Predict there. A bare Predict has no name:
 * the file is its entry.
 */
final class PredictorNames {
    /** Stands for the name of a bare Predict; DSPy's own word for a module seen from itself. */
    static final String BARE = "self";

    private static final String INNER = ".predict";
    private static final Pattern LAST = Pattern.compile(".*?([A-Za-z_][A-Za-z0-9_-]*)['\"\\]]*");

    private PredictorNames() {}

    /**
     * The name in the program that one would write in DSPy: a bare module for a program of one,
     * else an attribute for each step.
     */
    static String written(ProgramDefinition program, Predictor predictor) {
        var thinks = predictor.kind() == Predictor.Kind.CHAIN_OF_THOUGHT;
        if (program.predictors().size() == 1 && predictor.path().equals(ProgramReader.SINGLE)) {
            return thinks ? "predict" : BARE;
        }
        return attribute(predictor.path()) + (thinks ? INNER : "");
    }

    /** A step's id may hold a hyphen, an attribute's name not. */
    private static String attribute(String path) {
        return path.replace('-', '_');
    }

    /**
     * Finds each predictor's entry: by its name; as the only one; by the last part of a nested
     * name; and, where as many are left on both sides, in order if their fields agree.
     *
     * @param names what the file calls its entries
     * @param agree whether a predictor's fields can be those of an entry
     * @return names by predictor path; those that are not found are left out
     */
    static Map<String, String> match(
            ProgramDefinition program,
            Collection<String> names,
            BiPredicate<Predictor, String> agree) {
        var found = new LinkedHashMap<String, String>();
        var free = new ArrayList<>(names);
        for (var predictor : program.predictors()) {
            for (var name :
                    List.of(
                            written(program, predictor),
                            attribute(predictor.path()),
                            attribute(predictor.path()) + INNER)) {
                if (found.containsKey(predictor.path()) || !free.remove(name)) continue;
                found.put(predictor.path(), name);
            }
        }
        var open = open(program, found);
        if (program.predictors().size() == 1 && open.size() == 1 && free.size() == 1) {
            found.put(open.getFirst().path(), free.getFirst());
            return found;
        }
        for (var predictor : open) {
            var ends =
                    free.stream().filter(n -> last(n).equals(attribute(predictor.path()))).toList();
            if (ends.size() != 1) continue;
            found.put(predictor.path(), ends.getFirst());
            free.remove(ends.getFirst());
        }
        open = open(program, found);
        if (open.size() != free.size()) return found;
        for (var i = 0; i < open.size(); i++) {
            if (!agree.test(open.get(i), free.get(i))) return found;
        }
        for (var i = 0; i < open.size(); i++) found.put(open.get(i).path(), free.get(i));
        return found;
    }

    private static List<Predictor> open(ProgramDefinition program, Map<String, String> found) {
        return program.predictors().stream().filter(p -> !found.containsKey(p.path())).toList();
    }

    /** {@code answer} of {@code rag.answer.predict} and of {@code steps['answer']}. */
    private static String last(String name) {
        var outer = name.endsWith(INNER) ? name.substring(0, name.length() - INNER.length()) : name;
        var matcher = LAST.matcher(outer);
        return matcher.matches() ? matcher.group(1) : outer;
    }
}
