package io.espalier.optimizers.simba;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.fewshot.TraceDemos;
import io.espalier.optimizers.propose.ProgramOutline;
import io.espalier.optimizers.propose.Question;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The schedule of DSPy's SIMBA 3.4.1, for comparison: what it runs, how often, and what it keeps,
 * with the flaws that {@link Simba} mends. Words and draws are ours. A training set smaller than a
 * batch, which DSPy refuses, is a smaller batch.
 */
final class OriginalSimba {
    private static final double TEMPERATURE = 0.2;

    private final Study study;
    private final SimbaSettings settings;
    private final RandomGenerator random;
    private final List<Program> programs = new ArrayList<>();
    private int draws;

    OriginalSimba(Study study, SimbaSettings settings) {
        this.study = study;
        this.settings = settings;
        this.random = RandomStreams.of(study.random().nextLong());
    }

    /**
     * @param scores on the batch that it was made from, whichever that was
     */
    private record Program(ProgramState state, String label, List<Double> scores) {
        double average() {
            return scores.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        }
    }

    /** The tenth and the ninetieth of a hundred scores, in order. */
    private record Bounds(double low, double high) {
        static Bounds of(List<Outcome> runs) {
            var sorted = runs.stream().mapToDouble(Outcome::value).sorted().toArray();
            return new Bounds(percentile(sorted, 0.1), percentile(sorted, 0.9));
        }

        private static double percentile(double[] sorted, double share) {
            double at = share * (sorted.length - 1);
            int below = (int) at;
            int above = Math.min(below + 1, sorted.length - 1);
            return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
        }
    }

    ProgramState optimize() {
        var first = new Program(ProgramState.EMPTY, "start", List.of());
        programs.add(first);
        var winners = new ArrayList<>(List.of(first));
        var training = study.training();
        int size = Math.min(settings.batch(), training.size());
        var order = Shuffled.of(training, random);
        int next = 0;
        for (int step = 1; step <= settings.steps(); step++) {
            if (next + size > order.size()) {
                order = Shuffled.of(training, random);
                next = 0;
            }
            var batch = order.subList(next, next + size);
            next += size;
            step(step, batch).ifPresent(winners::add);
        }
        return best(winners);
    }

    /** The step's best program; all of them join the pool. */
    private Optional<Program> step(int step, List<Example> batch) {
        var runs = sample(batch);
        var bounds = Bounds.of(runs);
        var buckets = new ArrayList<Wavering>();
        for (int i = 0; i < batch.size(); i++) {
            var mine = new ArrayList<Outcome>();
            for (int at = i; at < runs.size(); at += batch.size()) mine.add(runs.get(at));
            buckets.add(new Wavering(batch.get(i), mine));
        }
        var states = new ArrayList<ProgramState>();
        for (var bucket : Wavering.sorted(buckets)) {
            if (states.size() > settings.candidates()) break;
            change(bucket, bounds).ifPresent(states::add);
        }
        Program winner = null;
        for (var evaluation : study.evaluateAll(states, batch)) {
            var scores = evaluation.outcomes().stream().map(Outcome::value).toList();
            var label = "program " + programs.size() + " of step " + step;
            var program = new Program(evaluation.state(), label, scores);
            programs.add(program);
            if (winner == null || program.average() > winner.average()) winner = program;
        }
        return Optional.ofNullable(winner);
    }

    /** As many rounds over the batch as candidates, each run by a program drawn for it. */
    private List<Outcome> sample(List<Example> batch) {
        var jobs = new ArrayList<Job>();
        for (int round = 1; round <= settings.candidates(); round++) {
            for (var example : batch) {
                var rollout = Rollout.draw(round, 1.0);
                var state = draw().state;
                jobs.add(new Job(study.program(), state, example, rollout, Job.Role.TASK, true));
            }
        }
        return study.run(jobs);
    }

    /** From the best by average, the unoptimized program among them at any rate. */
    private Program draw() {
        var top =
                new ArrayList<>(
                        programs.stream()
                                .sorted(Comparator.comparingDouble(Program::average).reversed())
                                .limit(settings.candidates())
                                .toList());
        if (!top.contains(programs.getFirst())) top.set(top.size() - 1, programs.getFirst());
        var weights = top.stream().mapToDouble(p -> Math.exp(p.average() / TEMPERATURE)).toArray();
        double sum = 0;
        for (double weight : weights) sum += weight;
        double left = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) return top.get(i);
        }
        return top.getFirst();
    }

    /** A change that does nothing is a candidate all the same; empty only without an answer. */
    private Optional<ProgramState> change(Wavering bucket, Bounds bounds) {
        var state = withFewerDemos(draw().state);
        return settings.maxDemos() > 0 && random.nextBoolean()
                ? Optional.of(withDemo(state, bucket, bounds))
                : withRule(state, bucket, bounds);
    }

    private ProgramState withFewerDemos(ProgramState before) {
        var predictors = study.program().predictors();
        int count =
                predictors.stream()
                        .mapToInt(p -> before.of(p.path()).demos().size())
                        .max()
                        .orElse(0);
        int most = settings.maxDemos() > 0 ? settings.maxDemos() : 3;
        int drop = Math.max(poisson((double) count / most), count >= most ? 1 : 0);
        var dropped = new HashSet<Integer>();
        for (int i = 0; i < Math.min(drop, count); i++) dropped.add(random.nextInt(count));
        if (dropped.isEmpty()) return before;
        var state = before;
        for (var predictor : predictors) {
            var kept = new ArrayList<Demo>();
            var demos = before.of(predictor.path()).demos();
            for (int i = 0; i < demos.size(); i++) {
                if (!dropped.contains(i)) kept.add(demos.get(i));
            }
            state = state.change(predictor.path(), p -> p.withDemos(kept));
        }
        return state;
    }

    /** Knuth's method. */
    private int poisson(double mean) {
        double limit = Math.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; count++) {
            product *= random.nextDouble();
        }
        return count;
    }

    private ProgramState withDemo(ProgramState before, Wavering bucket, Bounds bounds) {
        if (bucket.best().value() <= bounds.low) return before;
        var state = before;
        for (var predictor : study.program().predictors()) {
            var calls = TraceDemos.all(bucket.best().trace(), predictor.path());
            if (calls.isEmpty()) continue;
            var demos = new ArrayList<>(state.of(predictor.path()).demos());
            demos.add(calls.getLast());
            state = state.change(predictor.path(), p -> p.withDemos(demos));
        }
        return state;
    }

    private Optional<ProgramState> withRule(ProgramState before, Wavering bucket, Bounds bounds) {
        if (bucket.best().value() <= bounds.low || bucket.worst().value() >= bounds.high) {
            return Optional.of(before);
        }
        draws++;
        var predictors = study.program().predictors();
        var asks =
                predictors.stream()
                        .map(p -> Advice.ask(study.program(), before, p, List.of(bucket), draws))
                        .toList();
        var answers = Question.answers(study, asks);
        if (answers.stream().allMatch(Optional::isEmpty)) return Optional.empty();
        var state = before;
        for (int i = 0; i < predictors.size(); i++) {
            var advice = Advice.of(answers.get(i));
            if (advice.isEmpty()) continue;
            var told = ProgramOutline.instruction(predictors.get(i), state);
            var whole = told + "\n\n" + advice.get();
            state = state.change(predictors.get(i).path(), p -> p.withInstruction(whole));
        }
        return Optional.of(state);
    }

    /** Some of the winners, evenly over the steps, on the whole training set. */
    private ProgramState best(List<Program> winners) {
        var chosen = new LinkedHashSet<Integer>();
        for (int i = 0; i <= settings.candidates(); i++) {
            double at = (double) i * (winners.size() - 1) / settings.candidates();
            chosen.add((int) Math.rint(at));
        }
        var finalists = chosen.stream().map(winners::get).toList();
        var states = finalists.stream().map(Program::state).toList();
        var evaluations = study.evaluateAll(states, study.training());
        Evaluation best = evaluations.getFirst();
        for (int i = 0; i < evaluations.size(); i++) {
            if (evaluations.get(i).mean() > best.mean()) best = evaluations.get(i);
            study.report(
                    new Candidate(
                            finalists.get(i).label,
                            finalists.get(i).state,
                            "the best of its step",
                            List.of(),
                            null));
        }
        return best.state();
    }
}
