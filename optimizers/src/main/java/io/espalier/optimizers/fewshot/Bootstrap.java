package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * One walk along the training examples that collects traces of successful runs.
 *
 * <p>Defined as a sequential walk: examples in order, each tried up to {@code maxRounds} times,
 * until enough have succeeded. Run in portions all the same, at no extra cost: while m successes
 * are missing, the sequential walk visits at least the next m examples, so these may run side by
 * side; what fails of them is retried before any further example is visited.
 */
public final class Bootstrap {
    private static final double RETRY_TEMPERATURE = 1.0;

    private record Visit(int index, int round) {}

    private final ProgramDefinition program;
    private final ProgramState base;
    private final ProgramState teacher;
    private final List<Example> examples;
    private final BootstrapSettings settings;
    private final RandomGenerator random;

    private final TreeMap<Integer, Outcome> successes = new TreeMap<>();
    private List<Visit> asked = List.of();
    private List<Visit> retries = List.of();
    private int next;

    /**
     * @param base what the student runs with, apart from demos
     * @param examples in the order of the walk
     */
    public Bootstrap(
            ProgramDefinition program,
            ProgramState base,
            List<Example> examples,
            BootstrapSettings settings,
            RandomGenerator random) {
        this.program = program;
        this.base = base;
        this.examples = examples;
        this.settings = settings;
        this.random = random;
        this.teacher = LabeledDemos.state(program, base, examples, settings.maxLabeled(), random);
    }

    /** Runs several walks side by side; each one comes out as it would alone. */
    public static void walk(Study study, List<Bootstrap> walks) {
        while (true) {
            var jobs = new ArrayList<Job>();
            var counts = new ArrayList<Integer>();
            for (var walk : walks) {
                var mine = walk.next();
                jobs.addAll(mine);
                counts.add(mine.size());
            }
            if (jobs.isEmpty()) return;
            var outcomes = study.run(jobs);
            int from = 0;
            for (int i = 0; i < walks.size(); i++) {
                walks.get(i).take(outcomes.subList(from, from + counts.get(i)));
                from += counts.get(i);
            }
        }
    }

    /** The runs to do now; none when the walk is over. */
    private List<Job> next() {
        if (retries.isEmpty()) {
            var visits = new ArrayList<Visit>();
            int missing = settings.maxBootstrapped() - successes.size();
            while (visits.size() < missing && next < examples.size()) {
                visits.add(new Visit(next++, 0));
            }
            asked = visits;
        } else {
            asked = retries;
            retries = List.of();
        }
        return asked.stream().map(this::job).toList();
    }

    private Job job(Visit visit) {
        var example = examples.get(visit.index);
        var rollout =
                visit.round == 0 ? Rollout.PLAIN : Rollout.draw(visit.round, RETRY_TEMPERATURE);
        return new Job(program, teacherFor(example), example, rollout, settings.teacher(), true);
    }

    private ProgramState teacherFor(Example example) {
        var state = teacher;
        for (var predictor : program.predictors()) {
            var demos = teacher.of(predictor.path()).demos();
            var others = LabeledDemos.without(predictor, demos, example);
            if (others.size() < demos.size()) {
                state = state.change(predictor.path(), p -> p.withDemos(others));
            }
        }
        return state;
    }

    private void take(List<Outcome> outcomes) {
        var failed = new ArrayList<Visit>();
        for (int i = 0; i < outcomes.size(); i++) {
            var visit = asked.get(i);
            var outcome = outcomes.get(i);
            if (succeeded(outcome)) {
                successes.put(visit.index, outcome);
            } else if (visit.round + 1 < settings.maxRounds()) {
                failed.add(new Visit(visit.index, visit.round + 1));
            }
        }
        retries = failed;
    }

    private boolean succeeded(Outcome outcome) {
        return !outcome.failed()
                && outcome.score() != null
                && outcome.answer() >= settings.metricThreshold();
    }

    /** Runs that succeeded, by the place of their example in the walk. */
    public Map<Integer, Outcome> successes() {
        return Collections.unmodifiableMap(successes);
    }

    /** The student: bootstrapped demos first, then labelled ones that were not bootstrapped. */
    public ProgramState student() {
        var pool = new ArrayList<Example>();
        for (int i = 0; i < examples.size(); i++) {
            if (!successes.containsKey(i)) pool.add(examples.get(i));
        }
        var shuffled = Shuffled.of(pool, random);
        var state = base;
        for (var predictor : program.predictors()) {
            var demos = demos(predictor.path());
            int room = settings.maxLabeled() - demos.size();
            demos.addAll(LabeledDemos.sample(predictor, shuffled, room, random));
            if (!demos.isEmpty()) state = state.change(predictor.path(), p -> p.withDemos(demos));
        }
        return state;
    }

    /** One demo per predictor and example that succeeded. */
    private List<Demo> demos(String predictor) {
        var demos = new ArrayList<Demo>();
        for (var run : successes.values()) {
            TraceDemos.of(run.trace(), predictor).ifPresent(demos::add);
        }
        return demos;
    }
}
