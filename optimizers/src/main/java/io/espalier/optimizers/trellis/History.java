package io.espalier.optimizers.trellis;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.Study;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the study of every candidate once it has scores: its name, its parents and why. */
final class History {
    private record Origin(String label, String rationale, List<String> parents) {}

    private final Study study;
    private final Runs runs;
    private final Map<ProgramState, Origin> origins = new HashMap<>();
    private final SequencedMap<ProgramState, Candidate> waiting = new LinkedHashMap<>();
    private final Set<ProgramState> reported = new HashSet<>(Set.of(ProgramState.EMPTY));

    History(Study study, Runs runs) {
        this.study = study;
        this.runs = runs;
        origins.put(ProgramState.EMPTY, new Origin("unoptimized", "", List.of()));
    }

    /** Names new candidates {@code kind 1}, {@code kind 2}, ...; known ones keep their names. */
    void made(
            String kind, List<ProgramState> states, String rationale, List<ProgramState> parents) {
        var labels = parents.stream().map(this::label).toList();
        int number = 0;
        for (var state : states) {
            number++;
            origins.putIfAbsent(state, new Origin(kind + " " + number, rationale, labels));
        }
    }

    private String label(ProgramState state) {
        var origin = origins.get(state);
        if (origin == null) throw new IllegalStateException("a candidate without origin");
        return origin.label;
    }

    /**
     * Reports those of the contestants that are new, with how they did on these examples; those
     * that are still in the search once they leave it, so that each is reported once.
     */
    void scored(
            List<ProgramState> contestants,
            List<Example> examples,
            String where,
            List<ProgramState> in) {
        for (var state : contestants) {
            var origin = origins.get(state);
            if (origin == null || reported.contains(state)) continue;
            var seen = examples.stream().filter(runs.of(state)::containsKey).toList();
            if (seen.isEmpty()) continue;
            var did =
                    String.format(
                            Locale.ROOT,
                            "%s; %.3f on %d %s examples",
                            origin.rationale,
                            runs.mean(state, seen),
                            seen.size(),
                            where);
            waiting.put(state, new Candidate(origin.label, state, did, origin.parents, null));
        }
        for (var state : List.copyOf(waiting.sequencedKeySet())) {
            if (!in.contains(state)) report(state, null);
        }
    }

    private void report(ProgramState state, @Nullable Evaluation validation) {
        var candidate = waiting.remove(state);
        if (candidate == null || !reported.add(state)) return;
        study.report(
                new Candidate(
                        candidate.label(),
                        state,
                        candidate.rationale(),
                        candidate.parents(),
                        validation));
    }

    /** Scores the leader of a ranking on every validation example, and reports it. */
    void leads(ProgramState leader) {
        if (waiting.containsKey(leader)) report(leader, study.evaluate(leader, study.validation()));
    }

    /** Reports all that is left, the winner scored on every validation example. */
    void won(ProgramState winner) {
        for (var state : List.copyOf(waiting.sequencedKeySet())) {
            if (!state.equals(winner)) report(state, null);
        }
        if (!waiting.containsKey(winner)) return;
        try {
            report(winner, study.evaluate(winner, study.validation()));
        } catch (BudgetExhausted e) {
            report(winner, null);
            throw e;
        }
    }
}
