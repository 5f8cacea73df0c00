package io.espalier.optimizers.race;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.Study;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores challengers on the validation set block by block, and stops each as soon as it is
 * significantly worse than the incumbent on the examples that both have seen ({@link PairedTest}).
 * Blocks double, and are large enough to keep a fleet busy: looking often would save few metric
 * calls and wait many times. Survivors are scored on all of it. A challenger that is at least as
 * good as the incumbent is stopped with a chance of at most {@code alpha}, over all looks together,
 * if the order of the examples is random: data that are sorted have to be shuffled before.
 */
public final class Race {
    public static final double ALPHA = 0.1;

    /** Metric calls between two looks at the least: a look has to wait for the slowest of them. */
    private static final int LEAST_CALLS = 40;

    /** Examples between two looks at the least. */
    private static final int LEAST_EXAMPLES = 6;

    private final Study study;
    private final List<Example> examples;
    private final double alpha;

    /**
     * @param examples in the order in which they are tried, which must not depend on how the
     *     challengers do on them
     */
    public Race(Study study, List<Example> examples, double alpha) {
        this.study = study;
        this.examples = List.copyOf(examples);
        this.alpha = alpha;
    }

    /**
     * How far a challenger came.
     *
     * @param seen its evaluation on the first examples of the order; on all of them if it finished
     */
    public record Standing(ProgramState state, Evaluation seen, boolean finished) {}

    /**
     * @param incumbent evaluated on at least all of the race's examples
     * @return one standing per challenger, in order
     * @throws BudgetExhausted when the next block of all that are still in is not covered
     */
    public List<Standing> against(Evaluation incumbent, List<ProgramState> challengers) {
        var reference = new ArrayList<Outcome>();
        for (var example : examples) reference.add(outcome(incumbent, example));
        var runners = challengers.stream().map(Runner::new).toList();
        int from = 0;
        while (from < examples.size()) {
            var running = runners.stream().filter(r -> !r.out).toList();
            if (running.isEmpty()) break;
            int to = nextLook(from, running.size());
            run(running, from, to);
            for (var runner : running) runner.judge(reference, from, to);
            from = to;
        }
        return runners.stream().map(Runner::standing).toList();
    }

    /**
     * Doubles what was seen, from half of the examples at most; a rest too small for a look of its
     * own goes with the one before.
     */
    private int nextLook(int from, int running) {
        int first = Math.min(Math.ceilDiv(LEAST_CALLS, running), Math.ceilDiv(examples.size(), 2));
        int block = Math.max(from, Math.max(first, LEAST_EXAMPLES));
        return from + 2 * block > examples.size() + 1 ? examples.size() : from + block;
    }

    private void run(List<Runner> running, int from, int to) {
        var states = running.stream().map(runner -> runner.state).toList();
        var outcomes = study.run(study.scorings(states, examples.subList(from, to)));
        int next = 0;
        for (var runner : running) {
            runner.outcomes.addAll(outcomes.subList(next, next + to - from));
            next += to - from;
        }
    }

    private static Outcome outcome(Evaluation evaluation, Example example) {
        int at = evaluation.examples().indexOf(example);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "the incumbent was not scored on example " + example.id());
        }
        return evaluation.outcomes().get(at);
    }

    private final class Runner {
        private final ProgramState state;
        private final List<Outcome> outcomes = new ArrayList<>();
        private final PairedTest test = new PairedTest();
        private boolean out;

        Runner(ProgramState state) {
            this.state = state;
        }

        void judge(List<Outcome> reference, int from, int to) {
            for (int i = from; i < to; i++) {
                var mine = outcomes.get(i);
                var theirs = reference.get(i);
                if (mine.judged() && theirs.judged()) test.add(mine.value() - theirs.value());
            }
            out = to < examples.size() && test.worse(alpha);
        }

        Standing standing() {
            var seen = examples.subList(0, outcomes.size());
            return new Standing(
                    state,
                    new Evaluation(state, seen, outcomes),
                    outcomes.size() == examples.size());
        }
    }
}
