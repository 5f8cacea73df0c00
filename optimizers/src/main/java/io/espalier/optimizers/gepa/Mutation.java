package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Minibatches;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.gepa.Runs.Trial;
import io.espalier.optimizers.gepa.Task.Proposal;
import io.espalier.optimizers.gepa.Task.Tried;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One round on the training set: run parents on minibatches, propose children, run these on the
 * same minibatches. Each of the three asks everything at once.
 */
final class Mutation {
    private final GepaSettings settings;
    private final Study study;
    private final Pool pool;
    private final Runs runs;
    private final List<Component> components;
    private final int minibatch;
    private final Minibatches minibatches;
    private final ReflectiveMutation reflection;
    private final DemoMutation demos;

    /**
     * @param minibatch training examples per parent and round
     * @param order draws the minibatches
     * @param draws chooses demos
     */
    Mutation(
            GepaSettings settings,
            Study study,
            Pool pool,
            int minibatch,
            RandomGenerator order,
            RandomGenerator draws) {
        var proposing = settings.proposing();
        this.settings = settings;
        this.study = study;
        this.pool = pool;
        this.runs = new Runs(study);
        this.components = Component.of(study.program());
        this.minibatch = minibatch;
        this.minibatches = new Minibatches(study.training(), minibatch, order);
        this.reflection = new ReflectiveMutation(study, runs, proposing);
        this.demos = new DemoMutation(study.program(), runs, proposing.demos(), draws);
    }

    /** Training examples per parent and round. */
    int minibatch() {
        return minibatch;
    }

    int roundsPerEpoch() {
        return Math.ceilDiv(study.training().size(), minibatch);
    }

    /**
     * Runs two candidates on training examples that neither has seen or shows, as many as {@code
     * left} metric calls cover.
     *
     * @return the second one's sum minus the first one's
     */
    double compare(Member one, Member other, long left) {
        var states = List.of(one.state(), other.state());
        var examples =
                study.training().stream()
                        .filter(e -> states.stream().noneMatch(s -> knows(s, e)))
                        .limit(left / 2)
                        .toList();
        if (examples.isEmpty()) return 0;
        var scores = runs.evaluate(states.stream().map(s -> new Trial(s, examples)).toList());
        return Acceptance.gain(scores.getLast(), scores.getFirst());
    }

    private boolean knows(ProgramState state, Example example) {
        return runs.has(state, example) || demos.shownBy(state).contains(example);
    }

    /** Runs each parent on a minibatch of its own; perfect ones have nothing to learn from it. */
    List<Task> observe(List<Member> parents) {
        var trials = new ArrayList<Trial>();
        for (var parent : parents) {
            trials.add(new Trial(parent.state(), notShown(parent.state(), minibatches.next())));
        }
        var evaluations = runs.evaluate(trials);
        var tasks = new ArrayList<Task>();
        for (int i = 0; i < parents.size(); i++) {
            var task = new Task(parents.get(i), evaluations.get(i));
            if (!task.perfect()) tasks.add(task);
        }
        return tasks;
    }

    /**
     * Without what the state shows as demos, which it would copy, unless it shows all. The original
     * has no demos, and fills up with repetitions where the data are fewer than a minibatch.
     */
    private List<Example> notShown(ProgramState state, List<Example> minibatch) {
        if (settings.dspy()) {
            return IntStream.range(0, this.minibatch)
                    .mapToObj(i -> minibatch.get(i % minibatch.size()))
                    .toList();
        }
        var shown = demos.shownBy(state);
        var fresh = minibatch.stream().filter(example -> !shown.contains(example)).toList();
        return fresh.isEmpty() ? minibatch : fresh;
    }

    /**
     * The tasks' children after their minibatches, in the order of their proposals. A child that
     * changes nothing, or is known already, is not run.
     */
    List<Tried> children(List<Task> tasks, Plan plan) {
        if (tasks.isEmpty()) return List.of();
        var proposals = new ArrayList<>(reflection.propose(tasks, plan.proposals()));
        if (plan.demos()) {
            for (var task : tasks) {
                demos.propose(task, pool.ancestors(task.parent())).ifPresent(proposals::add);
            }
        }
        var tried = new ArrayList<>(run(settings.dspy() ? proposals : fresh(proposals)));
        if (plan.union()) tried.addAll(run(unions(tasks, tried)));
        return tried;
    }

    private List<Proposal> fresh(List<Proposal> proposals) {
        var seen = new HashSet<ProgramState>();
        return proposals.stream()
                .filter(p -> !pool.contains(p.state()) && seen.add(p.state()))
                .toList();
    }

    private List<Tried> run(List<Proposal> proposals) {
        if (proposals.isEmpty()) return List.of();
        var trials = new ArrayList<Trial>();
        for (var proposal : proposals) {
            trials.add(new Trial(proposal.state(), proposal.task().observed().examples()));
        }
        var evaluations = runs.evaluate(trials);
        var tried = new ArrayList<Tried>();
        for (int i = 0; i < proposals.size(); i++) {
            tried.add(new Tried(proposals.get(i), evaluations.get(i)));
        }
        return tried;
    }

    /**
     * For each task, its children that did no worse and changed different components, in one child:
     * where two modules must change together, neither change shows alone.
     */
    private List<Proposal> unions(List<Task> tasks, List<Tried> tried) {
        var unions = new ArrayList<Proposal>();
        for (var task : tasks) {
            var children = tried.stream().filter(t -> t.proposal().task() == task);
            union(task, sorted(children, Acceptance.EQUAL)).ifPresent(unions::add);
        }
        return fresh(unions);
    }

    private Optional<Proposal> union(Task task, List<Tried> children) {
        var parent = task.parent().state();
        var state = parent;
        var changes = new ArrayList<String>();
        for (var child : children) {
            var done = Component.changed(components, parent, state);
            var mine = Component.changed(components, parent, child.state());
            if (mine.stream().anyMatch(done::contains)) continue;
            for (var component : mine) state = component.copy(child.state(), state);
            changes.add(child.proposal().change());
        }
        if (changes.size() < 2) return Optional.empty();
        return Optional.of(new Proposal(task, state, String.join(", and ", changes)));
    }

    /** Those that may go on, the largest gain first; of equals the earlier. */
    List<Tried> accepted(List<Tried> tried) {
        return sorted(tried.stream(), settings.selecting().acceptance());
    }

    private static List<Tried> sorted(Stream<Tried> tried, Acceptance acceptance) {
        return tried.filter(t -> acceptance.accepts(t.gain()))
                .sorted(Comparator.comparingDouble(Tried::gain).reversed())
                .toList();
    }
}
