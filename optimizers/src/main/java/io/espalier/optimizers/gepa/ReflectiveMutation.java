package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Study;
import io.espalier.optimizers.gepa.GepaSettings.Proposing;
import io.espalier.optimizers.gepa.Task.Proposal;
import io.espalier.optimizers.propose.Case;
import io.espalier.optimizers.propose.Evidence;
import io.espalier.optimizers.propose.ProgramOutline;
import io.espalier.optimizers.propose.Reflection;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.Predictor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has the reflection model write new instructions from a parent's runs. The runs shown are the
 * parent's failures, those of the newest minibatch first, and at the end a few of its successes, so
 * that the instruction's author sees what tells them apart.
 */
final class ReflectiveMutation {
    /** Of the runs shown, successes for contrast. */
    private static final int CONTRASTS = 2;

    private final Study study;
    private final Runs runs;
    private final Proposing proposing;
    private int draws;

    ReflectiveMutation(Study study, Runs runs, Proposing proposing) {
        this.study = study;
        this.runs = runs;
        this.proposing = proposing;
    }

    /** A child to be: the predictors whose instructions it changes, and their requests. */
    private record Draft(Task task, List<Reflection.Request> requests) {}

    /** {@code each} children per task, all asked for at once; fewer where no text came. */
    List<Proposal> propose(List<Task> tasks, int each) {
        var drafts = new ArrayList<Draft>();
        for (var task : tasks) {
            for (int i = 0; i < each; i++) drafts.add(draft(task));
        }
        var requests = drafts.stream().flatMap(d -> d.requests().stream()).toList();
        var texts = Reflection.instructions(study, requests).iterator();
        var proposals = new ArrayList<Proposal>();
        for (var draft : drafts) {
            var written = new ArrayList<Optional<String>>();
            draft.requests().forEach(r -> written.add(texts.next()));
            proposal(draft, written).ifPresent(proposals::add);
        }
        return proposals;
    }

    private Draft draft(Task task) {
        var requests = new ArrayList<Reflection.Request>();
        var state = task.parent().state();
        draws++;
        for (var predictor : chosen(task)) {
            var cases = cases(task, predictor);
            if (cases.isEmpty()) continue;
            requests.add(new Reflection.Request(state, predictor, cases, draws));
        }
        return new Draft(task, requests);
    }

    private List<Predictor> chosen(Task task) {
        return proposing.components().next(study.program().predictors(), task.parent());
    }

    private List<Case> cases(Task task, Predictor predictor) {
        var path = predictor.path();
        var known = runs.of(task.parent().state()).stream().filter(r -> speaks(r, path)).toList();
        var wrong = known.stream().filter(r -> !right(r)).toList();
        var right = known.stream().filter(ReflectiveMutation::right).limit(CONTRASTS).toList();
        int room = Math.max(1, proposing.evidence() - right.size());
        var shown = new ArrayList<>(wrong.subList(0, Math.min(room, wrong.size())));
        shown.addAll(right);
        return Evidence.cases(study.program(), path, shown).stream()
                .limit(proposing.evidence())
                .toList();
    }

    private static boolean right(Map.Entry<Example, Outcome> run) {
        return run.getValue().value() >= Evidence.RIGHT;
    }

    /** Whether the run says something about the predictor. */
    private boolean speaks(Map.Entry<Example, Outcome> run, String predictor) {
        var calls =
                run.getValue().trace().stream()
                        .filter(step -> step.predictor().equals(predictor))
                        .toList();
        if (calls.isEmpty()) return false;
        return proposing.unreadable() || calls.stream().allMatch(c -> c.unparsed() == null);
    }

    private Optional<Proposal> proposal(Draft draft, List<Optional<String>> written) {
        var state = draft.task().parent().state();
        var changed = new ArrayList<String>();
        for (int i = 0; i < written.size(); i++) {
            var predictor = draft.requests().get(i).predictor();
            var text = written.get(i);
            if (text.isEmpty() || same(text.get(), predictor, draft.task())) continue;
            var path = predictor.path();
            state = Component.put(state, path, state.of(path).withInstruction(text.get()));
            changed.add(path);
        }
        if (changed.isEmpty()) return Optional.empty();
        return Optional.of(
                new Proposal(
                        draft.task(), state, "new instruction for " + String.join(", ", changed)));
    }

    /** The words that the module is told already, be they learned or its author's. */
    private static boolean same(String text, Predictor predictor, Task task) {
        return text.equals(ProgramOutline.instruction(predictor, task.parent().state()));
    }
}
