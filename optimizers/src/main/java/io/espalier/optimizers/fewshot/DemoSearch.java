package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.fewshot.Instructions.Choice;
import io.espalier.optimizers.race.Affordable;
import io.espalier.optimizers.race.Contest;
import io.espalier.optimizers.race.Contest.Entrant;
import io.espalier.optimizers.race.Finals;
import io.espalier.optimizers.race.Knockout;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One search of {@link BootstrapRandomSearch}, whose essay tells its steps. */
final class DemoSearch {
    private static final int GENERATIONS = 2;
    private static final int MOST_GENERATIONS = 8;
    private static final int FINALISTS = 4;

    /** Sets that the second generation is crossed from. */
    private static final int PARENTS = 4;

    /** A first look, and a choice among instructions, each take at most this part of the budget. */
    private static final int PART = 4;

    /** Runs without which nothing can be said of a set, and of what it is compared with. */
    private static final int FIRST_LOOK = 12;

    private static final double RETRY_TEMPERATURE = 1.0;

    private final ProgramDefinition program;
    private final Study study;
    private final BootstrapRandomSearch search;
    private final BootstrapSettings settings;
    private final RandomStreams streams;
    private final List<Example> examples;
    private final Contest contest;
    private final Stock stock;
    private final Map<Integer, DemoSet> sets = new HashMap<>();
    private final long reserve;
    private BootstrapSettings affordable;
    private final Set<Run> learnt = new HashSet<>();
    private int streamsUsed;
    private int crossings;

    DemoSearch(ProgramDefinition program, Study study, BootstrapRandomSearch search) {
        this.program = program;
        this.study = study;
        this.search = search;
        this.settings = search.settings();
        this.affordable = settings;
        this.streams = new RandomStreams(study.random().nextLong());
        this.examples = Shuffled.of(study.training(), streams.stream(streamsUsed++));
        this.contest = new Contest(study);
        this.stock = new Stock(program, examples, settings.metricThreshold());
        this.reserve = Finals.reserve(study, FINALISTS);
    }

    ProgramState run() {
        var start = contest.enter(ProgramState.EMPTY, "zero-shot", "no demos", null).orElseThrow();
        var best = Finals.decide(contest, FINALISTS, () -> search(start));
        reaches(best);
        return best.state();
    }

    private void search(Entrant start) {
        affordable = affordable();
        var labels = draws().labelled();
        var base = start;
        var teacher = enter(start, labels, "labelled", "labelled examples as demos", start);
        for (var choices : search.instructions().choices(program)) {
            var pairs = pairs(base, teacher.orElse(base), labels, choices);
            var best = best(pairs);
            base = best.bare;
            teacher = Optional.of(best.taught);
        }
        look(base, teacher.orElse(base));
        affordable = affordable();
        for (int i = 0; i < generations(); i++) {
            int rounds = Math.max(1, GENERATIONS - i);
            var size = Knockout.size(left(), rounds, search.candidates(), examples.size());
            if (size.isEmpty()) {
                if (i == 0) study.note("bootstrap-random-search: the budget covers no demo set");
                return;
            }
            int count = size.get().challengers();
            compete(i == 0 ? drawn(base, count) : crossed(base, count), size.get().examples());
            if (stops()) return;
        }
        for (var choices : search.instructions().choices(program)) underOthers(choices);
    }

    /**
     * None where no sets are wanted; more than two only for what a limit leaves, where no
     * instruction is still to be tried.
     */
    private int generations() {
        if (search.candidates() == 0) return 0;
        boolean limited = Affordable.metricCalls(study.budget()) < Long.MAX_VALUE;
        return limited && search.instructions().choices(program).isEmpty()
                ? MOST_GENERATIONS
                : GENERATIONS;
    }

    private DemoSetDraws draws() {
        return new DemoSetDraws(stock, affordable, streams.stream(streamsUsed++));
    }

    /** As many demos as a set may have that could still be scored if it won; at least one. */
    private BootstrapSettings affordable() {
        int wanted = Math.max(settings.maxBootstrapped(), settings.maxLabeled());
        int most = Math.min(wanted, examples.size());
        if (most == 0 || covers(most)) return settings;
        while (most > 1 && !covers(most)) most--;
        return settings.atMost(most);
    }

    private boolean covers(int demos) {
        var runs = stock.showable(demos);
        runs = runs.subList(0, Math.min(demos, runs.size()));
        var set = new DemoSet(runs, examples.subList(0, demos - runs.size()), List.of());
        var state = set.state(program, ProgramState.EMPTY, stock, contest);
        var look = examples.subList(0, Math.min(FIRST_LOOK, examples.size()));
        return study.covered(List.of(state), look) == 1;
    }

    /** Metric calls until the finals. */
    private long left() {
        return Affordable.metricCalls(study.budget()) - reserve;
    }

    private Optional<Entrant> enter(
            Entrant base, DemoSet set, String label, String rationale, Entrant parent) {
        var state = set.state(program, base.state(), stock, contest);
        var entrant = contest.enter(state, label, rationale, parent);
        entrant.ifPresent(e -> sets.put(e.number(), set));
        return entrant;
    }

    /**
     * Demos make runs longer than those that limits of tokens, model calls and cost were estimated
     * by: where the knockout is not covered, half of it may be. What it has run until then is known
     * to the next one.
     */
    private void compete(List<Entrant> fresh, int most) {
        try {
            knockout(fresh, most);
        } catch (BudgetExhausted e) {
            if (fresh.size() == 1 && most == 1) throw e;
            compete(fresh.subList(0, Math.ceilDiv(fresh.size(), 2)), Math.ceilDiv(most, 2));
        }
    }

    private void knockout(List<Entrant> fresh, int most) {
        if (fresh.isEmpty()) return;
        var leader = contest.leaders(1).getFirst();
        try {
            Knockout.run(contest, leader, fresh, examples.subList(0, most));
        } finally {
            learn();
        }
    }

    /** Every scored run says how hard its example is, and may be shown, if it is right. */
    private void learn() {
        for (var entrant : contest.entrants()) {
            for (var example : examples) {
                var outcome = contest.outcome(entrant, example);
                if (outcome.isEmpty() || contest.shows(entrant, example)) continue;
                if (learnt.add(new Run(entrant.number(), example.id()))) {
                    stock.add(example, outcome.get());
                }
            }
        }
    }

    private record Run(int entrant, String example) {}

    /** An instruction without demos, and with labelled ones. */
    private record Pair(Entrant bare, Entrant taught) {}

    /** The base's own instruction first, then the choices. */
    private List<Pair> pairs(Entrant base, Entrant teacher, DemoSet labels, List<Choice> choices) {
        var pairs = new ArrayList<Pair>();
        pairs.add(new Pair(base, teacher));
        for (var choice : choices) {
            var told = with(base, choice);
            var bare = contest.enter(told, choice.label(), "an instruction to choose from", base);
            if (bare.isEmpty()) continue;
            var label = choice.label() + ", labelled";
            var rationale = "the same with labelled demos";
            var taught = enter(bare.get(), labels, label, rationale, bare.get());
            pairs.add(new Pair(bare.get(), taught.orElse(bare.get())));
        }
        return pairs;
    }

    private static ProgramState with(Entrant entrant, Choice choice) {
        return entrant.state().change(choice.predictor(), p -> p.withInstruction(choice.text()));
    }

    /** By the mean merit of both; of equals the first. */
    private Pair best(List<Pair> pairs) {
        var fresh = pairs.stream().flatMap(p -> List.of(p.bare, p.taught).stream()).toList();
        int most = Knockout.covered(left() / PART, fresh.size(), examples.size());
        if (most > 0) knockout(fresh, most);
        var best = pairs.getFirst();
        for (var pair : pairs) {
            double merit = contest.merit(pair.bare) + contest.merit(pair.taught);
            if (merit > contest.merit(best.bare) + contest.merit(best.taught)) best = pair;
        }
        return best;
    }

    /** Runs to make demos of, and to see which examples are hard. */
    private void look(Entrant base, Entrant teacher) {
        long covered = left() / PART / 2;
        var seen = examples.subList(0, (int) Math.clamp(covered, 0, examples.size()));
        look(base, Job.Role.TASK, seen);
        lookWith(teacher, seen);
        for (int round = 1; round < settings.maxRounds(); round++) {
            var failed =
                    seen.stream()
                            .filter(e -> stock.trace(e).isEmpty() && !contest.shows(teacher, e))
                            .toList();
            var rollout = Rollout.draw(round, RETRY_TEMPERATURE);
            run(teacher, settings.teacher(), failed, rollout);
        }
    }

    /** At as many as are covered: the labelled demos make its runs longer than any before. */
    private void lookWith(Entrant teacher, List<Example> seen) {
        try {
            look(teacher, settings.teacher(), seen);
        } catch (BudgetExhausted e) {
            if (seen.size() > 1) lookWith(teacher, seen.subList(0, seen.size() / 2));
        }
    }

    private void look(Entrant entrant, Job.Role role, List<Example> seen) {
        var blind = seen.stream().filter(e -> !contest.shows(entrant, e)).toList();
        if (role == Job.Role.TASK) {
            contest.run(List.of(entrant), blind);
            learn();
        } else {
            run(entrant, role, blind, Rollout.PLAIN);
        }
    }

    private void run(Entrant entrant, Job.Role role, List<Example> blind, Rollout rollout) {
        var jobs =
                blind.stream()
                        .map(e -> new Job(program, entrant.state(), e, rollout, role, true))
                        .toList();
        var outcomes = study.run(jobs);
        for (int i = 0; i < blind.size(); i++) stock.add(blind.get(i), outcomes.get(i));
    }

    private List<Entrant> drawn(Entrant base, int count) {
        var draws = draws();
        var fresh = new ArrayList<Entrant>();
        for (int i = 1; i <= count; i++) {
            var rationale = "demos drawn from runs and labels, hard examples more often";
            enter(base, draws.fresh(), "set " + i, rationale, base).ifPresent(fresh::add);
        }
        return fresh;
    }

    private List<Entrant> crossed(Entrant base, int count) {
        var parents =
                contest.leaders(contest.entrants().size()).stream()
                        .filter(e -> sets.containsKey(e.number()))
                        .limit(PARENTS)
                        .toList();
        if (parents.isEmpty()) return List.of();
        var random = streams.stream(streamsUsed++);
        var draws = draws();
        var fresh = new ArrayList<Entrant>();
        for (int i = 1; i <= count; i++) {
            var one = parents.get(random.nextInt(parents.size()));
            var other = parents.get(random.nextInt(parents.size()));
            var set = draws.crossed(set(one), set(other));
            var rationale = "demos of '" + one.label() + "' and '" + other.label() + "'";
            enter(base, set, "crossed set " + ++crossings, rationale, one).ifPresent(fresh::add);
        }
        return fresh;
    }

    private DemoSet set(Entrant entrant) {
        return sets.getOrDefault(entrant.number(), DemoSet.EMPTY);
    }

    /** The best demos under the other instructions. */
    private void underOthers(List<Choice> choices) {
        var best = contest.leaders(1).getFirst();
        var fresh = new ArrayList<Entrant>();
        for (var choice : choices) {
            var label = best.label() + ", then " + choice.label();
            var rationale = "the best demos under another instruction";
            contest.enter(with(best, choice), label, rationale, best).ifPresent(fresh::add);
        }
        int most = Knockout.covered(left(), fresh.size(), examples.size());
        if (most > 0) knockout(fresh, most);
    }

    /** Whether the search may end; where it might, or time may end it, the leader is scored. */
    private boolean stops() {
        if (study.budget().limits().time() == null && search.stopAtScore() == null) return false;
        return reaches(contest.leaders(1).getFirst());
    }

    private boolean reaches(Entrant entrant) {
        double score = contest.validate(entrant).mean();
        var wanted = search.stopAtScore();
        if (wanted == null || score < wanted) return false;
        study.converged("'" + entrant.label() + "' reached the score to stop at");
        return true;
    }
}
