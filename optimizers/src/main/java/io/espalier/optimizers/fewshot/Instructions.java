package io.espalier.optimizers.fewshot;

import io.espalier.signatures.program.ProgramDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Instructions to choose from.
 *
 * @param anywhere for the program's only predictor; for each one where there are several
 * @param byPredictor for single predictors, by path
 */
public record Instructions(List<String> anywhere, SequencedMap<String, List<String>> byPredictor) {
    public static final Instructions NONE = new Instructions(List.of(), new LinkedHashMap<>());

    public Instructions {
        anywhere = List.copyOf(anywhere);
        var copy = new LinkedHashMap<String, List<String>>();
        byPredictor.forEach((path, texts) -> copy.put(path, List.copyOf(texts)));
        byPredictor = Collections.unmodifiableSequencedMap(copy);
    }

    public static Instructions of(List<String> texts) {
        return new Instructions(texts, new LinkedHashMap<>());
    }

    /** One instruction for one predictor. */
    record Choice(String predictor, String text, String label) {}

    /** By predictor, in the program's order; predictors without a choice are left out. */
    List<List<Choice>> choices(ProgramDefinition program) {
        var choices = new ArrayList<List<Choice>>();
        var single = program.predictors().size() == 1;
        for (var predictor : program.predictors()) {
            var path = predictor.path();
            var texts = new ArrayList<>(byPredictor.getOrDefault(path, List.of()));
            texts.addAll(anywhere);
            var mine = new ArrayList<Choice>();
            for (int i = 0; i < texts.size(); i++) {
                var label = "instruction " + (i + 1) + (single ? "" : " for " + path);
                mine.add(new Choice(path, texts.get(i), label));
            }
            if (!mine.isEmpty()) choices.add(mine);
        }
        return choices;
    }
}
