package io.espalier.optimizers.race;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.Study;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The programs of one search, scored on examples here and there, and compared on equal terms: by
 * {@linkplain Merits what each adds} to what the examples give everybody. A program's score on an
 * example that is among its own demos counts for nothing, since it has seen the answer.
 */
public final class Contest {

    /**
     * One program.
     *
     * @param number from 0 on
     * @param label unique within the study
     * @param rationale why it was made, one sentence
     * @param parent label of the program it was made from; null for none
     */
    public record Entrant(
            int number,
            ProgramState state,
            String label,
            String rationale,
            @Nullable String parent) {}

    private final Study study;
    private final List<Entrant> entrants = new ArrayList<>();
    private final Set<ProgramState> states = new HashSet<>();
    private final Map<Demo, Example> origins = new HashMap<>();
    private final List<Map<Example, Outcome>> seen = new ArrayList<>();
    private final Set<Entrant> out = new HashSet<>();
    private final Map<Integer, Evaluation> validated = new HashMap<>();
    private final Merits merits = new Merits();
    private double[] fitted = {};

    public Contest(Study study) {
        this.study = study;
    }

    public Study study() {
        return study;
    }

    /**
     * @return empty when a program of this state is there already
     */
    public Optional<Entrant> enter(
            ProgramState state, String label, String rationale, @Nullable Entrant parent) {
        if (!states.add(state)) return Optional.empty();
        int number = merits.program(parent == null ? -1 : parent.number);
        var made = parent == null ? null : parent.label;
        var entrant = new Entrant(number, state, label, rationale, made);
        entrants.add(entrant);
        seen.add(new IdentityHashMap<>());
        fitted = merits.fit();
        return Optional.of(entrant);
    }

    /** Says which training example a demo was made from. */
    public void origin(Demo demo, Example example) {
        origins.putIfAbsent(demo, example);
    }

    /** Whether the example is among the program's demos. */
    public boolean shows(Entrant entrant, Example example) {
        return entrant.state.predictors().values().stream()
                .flatMap(predictor -> predictor.demos().stream())
                .anyMatch(demo -> shows(demo, example));
    }

    /** Equal rows are one example here: a demo of one gives the other's answer away. */
    private boolean shows(Demo demo, Example example) {
        var origin = origins.get(demo);
        return origin != null && origin.fields().equals(example.fields());
    }

    /**
     * Scores several programs on the same examples, side by side.
     *
     * @return by program, in the order given, one outcome per example
     * @throws BudgetExhausted when not all of them are covered
     */
    public List<List<Outcome>> run(List<Entrant> runners, List<Example> examples) {
        var outcomes = study.run(study.scorings(states(runners), examples));
        var all = new ArrayList<List<Outcome>>();
        for (int i = 0; i < runners.size(); i++) {
            var mine = outcomes.subList(i * examples.size(), (i + 1) * examples.size());
            record(runners.get(i), examples, mine);
            all.add(mine);
        }
        return all;
    }

    /**
     * The programs that the budget covers on all of the examples; the first ones where all are too
     * many. What programs take by way of tokens and model calls shows only when they are there. One
     * that could not be scored if it won leaves the contest, and so does one of too many that has
     * never run.
     */
    public List<Entrant> covered(List<Entrant> runners, List<Example> examples) {
        var in = new ArrayList<>(runners);
        if (study.budget().allows(examples.size())) {
            in.removeIf(runner -> count(List.of(runner), examples) == 0);
            var dear = new HashSet<>(runners);
            in.forEach(dear::remove);
            out.addAll(dear);
        }
        var last = in.subList(count(in, examples), in.size());
        for (var runner : last) {
            if (seen.get(runner.number).isEmpty()) out.add(runner);
        }
        last.clear();
        return in;
    }

    /** How many of the programs, from the first on, the budget covers on all of the examples. */
    int count(List<Entrant> runners, List<Example> examples) {
        return study.covered(states(runners), examples);
    }

    private static List<ProgramState> states(List<Entrant> runners) {
        return runners.stream().map(Entrant::state).toList();
    }

    /** Takes scores into account that somebody else asked for. */
    void record(Entrant entrant, List<Example> examples, List<Outcome> outcomes) {
        var mine = seen.get(entrant.number);
        for (int i = 0; i < outcomes.size(); i++) {
            var example = examples.get(i);
            if (mine.put(example, outcomes.get(i)) != null || shows(entrant, example)) continue;
            if (!outcomes.get(i).judged()) continue;
            merits.score(entrant.number, example, outcomes.get(i).value());
        }
        fitted = merits.fit();
    }

    /**
     * Scores the program on the whole validation set and reports it to the study, both once.
     *
     * @throws BudgetExhausted when that is not covered
     */
    public Evaluation validate(Entrant entrant) {
        var known = validated.get(entrant.number);
        return known != null
                ? known
                : validated(entrant, study.evaluate(entrant.state, study.validation()));
    }

    /**
     * Validates the leader under a limit of time, which may end the search at any moment: what
     * leads must be known by then.
     */
    public void secureLeader() {
        if (study.budget().limits().time() != null) validate(leaders(1).getFirst());
    }

    Evaluation validated(Entrant entrant, Evaluation whole) {
        record(entrant, whole.examples(), whole.outcomes());
        validated.put(entrant.number, whole);
        report(entrant, whole);
        return whole;
    }

    /** Those that were scored on the whole validation set. */
    List<Entrant> validated() {
        return entrants.stream().filter(e -> validated.containsKey(e.number)).toList();
    }

    /** Reports those that were not, so that the study's history has all. */
    void reportOthers() {
        for (var entrant : entrants) {
            if (!validated.containsKey(entrant.number)) report(entrant, null);
        }
    }

    private void report(Entrant entrant, @Nullable Evaluation evaluation) {
        study.report(
                new Candidate(
                        entrant.label,
                        entrant.state,
                        entrant.rationale,
                        entrant.parent == null ? List.of() : List.of(entrant.parent),
                        evaluation));
    }

    boolean seen(Entrant entrant, Example example) {
        return seen.get(entrant.number).containsKey(example);
    }

    /** The program's run on the example, where it was scored on it. */
    public Optional<Outcome> outcome(Entrant entrant, Example example) {
        return Optional.ofNullable(seen.get(entrant.number).get(example));
    }

    /** The mean score to expect of the program on all examples of the contest, 0 to 1. */
    public double expected(Entrant entrant) {
        return Math.clamp(merit(entrant) + merits.ease(fitted), 0, 1);
    }

    public List<Entrant> entrants() {
        return Collections.unmodifiableList(entrants);
    }

    /** What the program adds, as far as its scores tell; comparable between programs. */
    public double merit(Entrant entrant) {
        return fitted[entrant.number];
    }

    /** The best by merit of those that stay in; of equals the earlier. */
    public List<Entrant> leaders(int count) {
        var in = entrants.stream().filter(e -> !out.contains(e)).toList();
        return best(in.isEmpty() ? entrants : in, count);
    }

    List<Entrant> best(List<Entrant> of, int count) {
        return of.stream()
                .sorted(Comparator.comparingDouble(this::merit).reversed())
                .limit(count)
                .toList();
    }

    /**
     * One of the best, a better one more often: in proportion to exp(merit / temperature).
     *
     * @param among how many of the best
     */
    public Entrant draw(int among, double temperature, RandomGenerator random) {
        var leaders = leaders(among);
        double most = merit(leaders.getFirst());
        var weights =
                leaders.stream()
                        .mapToDouble(leader -> Math.exp((merit(leader) - most) / temperature))
                        .toArray();
        double left = random.nextDouble() * Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) return leaders.get(i);
        }
        return leaders.getFirst();
    }
}
