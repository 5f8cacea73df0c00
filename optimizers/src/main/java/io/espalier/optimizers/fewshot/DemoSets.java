package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.fewshot.Leaderboard.Entry;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;

/**
 * The demo sets of a random search, by number: -3 none, -2 labelled, -1 bootstrapped in the order
 * of the data, from 0 on bootstrapped in an order and to a size of its own. Each draws from a
 * stream of its own.
 */
final class DemoSets {
    private static final int LABELLED = -2;
    private static final int UNSHUFFLED = -1;

    /**
     * Bootstraps that run ahead of the scorings under a limit whose use is not known beforehand.
     */
    private static final int AHEAD = 4;

    private final ProgramDefinition program;
    private final Study study;
    private final int candidates;
    private final BootstrapSettings settings;
    private final RandomStreams streams;

    DemoSets(ProgramDefinition program, Study study, int candidates, BootstrapSettings settings) {
        this.program = program;
        this.study = study;
        this.candidates = candidates;
        this.settings = settings;
        this.streams = new RandomStreams(study.random().nextLong());
    }

    ProgramState labelled(ProgramState base) {
        return LabeledDemos.state(
                program, base, study.training(), settings.maxLabeled(), streams.stream(LABELLED));
    }

    /** Makes and scores all bootstrapped sets, as many at once as the budget covers at worst. */
    void bootstrapped(ProgramState base, Leaderboard board) {
        for (int from = UNSHUFFLED; from < candidates && !board.stopped(); ) {
            int to = Math.min(candidates, from + ahead(board));
            var walks = new ArrayList<Bootstrap>();
            for (int number = from; number < to; number++) walks.add(walk(base, number));
            Bootstrap.walk(study, walks);
            var entries = new ArrayList<Entry>();
            for (int i = 0; i < walks.size(); i++) {
                entries.add(entry(from + i, walks.get(i).student()));
            }
            board.score(entries);
            from = to;
        }
    }

    private int ahead(Leaderboard board) {
        if (board.mayStop()) return 1;
        var limits = study.budget().limits();
        var soft =
                limits.modelCalls() != null
                        || limits.tokens() != null
                        || limits.cost() != null
                        || limits.time() != null;
        long most = soft ? AHEAD : Integer.MAX_VALUE;
        if (limits.metricCalls() != null) {
            long bootstrap = (long) study.training().size() * settings.maxRounds();
            long each = Math.max(1, bootstrap + study.validation().size());
            most = Math.min(most, study.budget().metricCallsLeft() / each);
        }
        return (int) Math.clamp(most, 1, candidates + 1L);
    }

    private Bootstrap walk(ProgramState base, int number) {
        var random = streams.stream(number);
        if (number == UNSHUFFLED) {
            return new Bootstrap(program, base, study.training(), settings, random);
        }
        var order = Shuffled.of(study.training(), random);
        int most = settings.maxBootstrapped();
        var size = most == 0 ? 0 : 1 + random.nextInt(most);
        return new Bootstrap(program, base, order, settings.withMaxBootstrapped(size), random);
    }

    private Entry entry(int number, ProgramState state) {
        var label = number == UNSHUFFLED ? "unshuffled" : "seed " + number;
        var order = number == UNSHUFFLED ? "in their order" : "in a random order";
        return new Entry(label, state, "demos bootstrapped from the examples " + order, List.of());
    }
}
