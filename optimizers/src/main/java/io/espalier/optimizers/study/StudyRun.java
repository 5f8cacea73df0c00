package io.espalier.optimizers.study;

import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.StudyStopped;
import io.espalier.optimizers.front.ParetoFront;
import io.espalier.optimizers.propose.Evidence;
import io.espalier.optimizers.race.Affordable;
import io.espalier.optimizers.study.Past.Earlier;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The frame around an optimizer: score the unoptimized program on validation and test data, search,
 * score what was found. A state that is no better on validation than the unoptimized one is not
 * kept. Straight-line and replayable like the optimizer itself.
 */
public final class StudyRun {
    /** Stands for the unoptimized program among the candidates' labels. */
    public static final String UNOPTIMIZED = "unoptimized";

    private final RecordedStudy study;
    private final List<String> notes = new ArrayList<>();

    /** On the data alone; they explain no result. */
    private final List<String> warnings;

    private StudyRun(RecordedStudy study) {
        this.study = study;
        this.warnings = Sizes.notes(study.training(), study.validation());
    }

    /** A state, where it came from, and its score on the whole validation set. */
    private record Found(ProgramState state, @Nullable String label, Evaluation score) {}

    /** What came of the search; no find where nothing was scored on all validation examples. */
    private record Search(@Nullable Found found, Ending ending, String message) {}

    /** Runs a study to its end; whatever stops the search becomes part of the result. */
    public static StudyResult run(RecordedStudy study, Optimizer optimizer) {
        return new StudyRun(study).run(optimizer);
    }

    private StudyResult run(Optimizer optimizer) {
        var test = study.input().test();
        var validation = study.validation();
        Evaluation testBefore = null;
        Evaluation before = null;
        warnings.forEach(study.listener()::note);
        try {
            study.listener()
                    .phase("scoring the unoptimized program", validation.size() + test.size());
            if (!test.isEmpty()) testBefore = study.evaluateApart(ProgramState.EMPTY, test);
            before = scoreBefore();
        } catch (BudgetExhausted e) {
            var why =
                    sentence(e)
                            + ", so the unoptimized program could not be scored on "
                            + validation.size()
                            + " validation examples, which comes first";
            note(why);
            return unoptimized(Ending.BUDGET, why, null, testBefore);
        } catch (StudyStopped e) {
            return unoptimized(Ending.FAILED, sentence(e), before, testBefore);
        }
        if (before.examples().size() < validation.size()) {
            var why =
                    "the budget covers "
                            + before.examples().size()
                            + " of "
                            + validation.size()
                            + " validation examples, so no candidate could be compared";
            note(why);
            return unoptimized(Ending.BUDGET, why, before, testBefore);
        }
        if (before.scored() == 0 && !validation.isEmpty()) {
            return unoptimized(Ending.FAILED, nothingScored(before), before, testBefore);
        }
        study.listener().unoptimized(before);
        if (before.noneUsable()) {
            // At its end the study says how many there were of all candidates.
            study.listener()
                    .note(
                            "no answer of the unoptimized program could be used on any validation"
                                    + " example: "
                                    + firstFailure(before));
        }
        if (before.reaches(Evidence.RIGHT)) {
            var why = "the unoptimized program is right on all validation examples";
            note(why + ", so nothing can be found that is better on them");
            return unoptimized(Ending.CONVERGED, "", before, testBefore);
        }
        study.listener().phase("optimizing", 0);
        var search = search(optimizer, Affordable.metricCalls(study.budget()));
        try {
            return finish(search, choose(search, before), before, testBefore);
        } catch (StudyStopped e) {
            var stopped = new Search(search.found, Ending.FAILED, sentence(e));
            return finish(stopped, thisRuns(search, before), before, testBefore);
        }
    }

    private static String nothingScored(Evaluation before) {
        return "no validation example could be scored; the first one: "
                + firstFailure(before)
                + ". Once that is mended, resume the study";
    }

    private static String firstFailure(Evaluation before) {
        var failures = before.outcomes().stream().flatMap(o -> Stream.ofNullable(o.failure()));
        return failures.findFirst().map(Failure::message).orElse("");
    }

    /** On as many validation examples as the budget's metric calls cover. */
    private Evaluation scoreBefore() {
        var covered = study.covered(ProgramState.EMPTY, study.validation());
        return study.evaluate(ProgramState.EMPTY, covered);
    }

    private Search search(Optimizer optimizer, long covered) {
        try {
            var state = optimizer.optimize(study.program(), study);
            return ended(score(state), covered);
        } catch (BudgetExhausted e) {
            return new Search(bestReported(), Ending.BUDGET, sentence(e));
        } catch (NotEnoughExamples | StudyStopped e) {
            return new Search(bestReported(), Ending.FAILED, sentence(e));
        }
    }

    private Search ended(Found found, long covered) {
        if (study.hasConverged()) return new Search(found, Ending.CONVERGED, "");
        var early = study.budgetEnded();
        if (early == null) early = tooLittle(covered);
        return early == null
                ? new Search(found, Ending.DONE, "")
                : new Search(found, Ending.BUDGET, early);
    }

    /** An optimizer that plans by its budget makes nothing where that covers nothing. */
    private @Nullable String tooLittle(long covered) {
        int needed = study.validation().size();
        return covered >= needed || Remarks.made(study)
                ? null
                : "the budget covers no candidate: what is left is enough for about "
                        + covered
                        + " runs, and the validation examples alone are "
                        + needed;
    }

    /** What was found or known before, if it is better than the original. */
    private Found choose(Search search, Evaluation before) {
        var own = thisRuns(search, before);
        var earlier = earlier(own.score);
        if (earlier != null) return earlier;
        if (own.state.equals(ProgramState.EMPTY)) sayWhy(search);
        else sayWhoIsAhead(own);
        return own;
    }

    /** What this run found, if it is better than the original; else that one. */
    private Found thisRuns(Search search, Evaluation before) {
        var found = search.found;
        if (found != null && found.score.betterThan(before)) return found;
        // Who leads by all of its scores may not by those on the validation examples alone.
        var reported = bestReported();
        return reported != null && reported.score.betterThan(before)
                ? reported
                : new Found(ProgramState.EMPTY, null, before);
    }

    /** What tells the best two apart may be scores on training examples, too. */
    private void sayWhoIsAhead(Found chosen) {
        var ahead = bestReported();
        if (ahead == null || !ahead.score.betterThan(chosen.score)) return;
        note(
                String.format(
                        Locale.ROOT,
                        "'%s' is the result by all of its scores; by those on the validation"
                                + " examples alone, '%s' is ahead (%.1f %%, not %.1f %%)",
                        chosen.label,
                        ahead.label,
                        100 * ahead.score.mean(),
                        100 * chosen.score.mean()));
    }

    private void sayWhy(Search search) {
        var found = search.found;
        if (search.ending == Ending.BUDGET) note(search.message);
        if (found == null && search.ending == Ending.BUDGET) {
            note("the budget ended before a candidate was scored on all validation examples");
        } else if (found != null && Remarks.made(study)) {
            note(
                    "nothing found scores better on the validation examples than the unoptimized"
                            + " program, which therefore is the result");
        }
        if (search.ending != Ending.FAILED) {
            var explained = !notes.isEmpty() || !study.notes().isEmpty();
            Remarks.of(study, explained).ifPresent(this::note);
        }
    }

    /**
     * The best candidate that the study, or the one that it was forked from, had before, if it is
     * better than what this run came to: more budget never makes a result worse.
     *
     * @throws StudyStopped when the study was cancelled meanwhile
     */
    private @Nullable Found earlier(Evaluation reached) {
        for (var earlier : study.past().leaders()) {
            var known = study.known(earlier.candidate().state());
            if (known.isPresent() && known.get().betterThan(reached)) {
                return remains(earlier, known.get(), reached);
            }
        }
        return null;
    }

    private Found remains(Earlier earlier, Evaluation evaluation, Evaluation reached) {
        var candidate = earlier.candidate();
        study.add(
                new Candidate(
                        candidate.label(),
                        candidate.state(),
                        candidate.rationale(),
                        candidate.parents(),
                        evaluation));
        note(
                String.format(
                        Locale.ROOT,
                        "'%s', known before this run, is the result: %.1f %% on the validation"
                                + " examples, where this run came to %.1f %%",
                        candidate.label(),
                        100 * evaluation.mean(),
                        100 * reached.mean()));
        return new Found(candidate.state(), candidate.label(), evaluation);
    }

    private @Nullable Found bestReported() {
        var best = study.best();
        return best == null || best.validation() == null
                ? null
                : new Found(best.state(), best.label(), best.validation());
    }

    private Found score(ProgramState state) {
        var evaluation = study.evaluate(state, study.validation());
        return new Found(state, label(state, evaluation), evaluation);
    }

    /**
     * A result that the optimizer did not report joins the study's history now; one that it
     * reported without a score is reported with it.
     */
    private @Nullable String label(ProgramState state, Evaluation evaluation) {
        if (state.equals(ProgramState.EMPTY)) return null;
        var reported = study.candidates().stream().filter(c -> c.state().equals(state)).toList();
        if (!reported.isEmpty()) {
            var first = reported.getFirst();
            if (reported.stream().allMatch(c -> c.validation() == null)) {
                study.add(first.with(evaluation));
            }
            return first.label();
        }
        study.report(
                new Candidate("result", state, "what the optimizer chose", List.of(), evaluation));
        return study.candidates().getLast().label();
    }

    private StudyResult finish(
            Search search, Found found, Evaluation before, @Nullable Evaluation testBefore) {
        var ending = search.ending;
        var message = search.message;
        Evaluation testAfter = null;
        if (testBefore != null && ending != Ending.FAILED) {
            var test = study.input().test();
            study.listener().phase("scoring the result", test.size());
            try {
                testAfter = study.evaluateApart(found.state, test);
            } catch (StudyStopped e) {
                ending = Ending.FAILED;
                message = sentence(e);
            }
        }
        return result(
                ending,
                message,
                found.state,
                found.label,
                before,
                change(before, nothingFound(ending, found) ? null : found.score),
                testChange(testBefore, testAfter));
    }

    /** A search that could not go on does not say that there is nothing to find. */
    private static boolean nothingFound(Ending ending, Found found) {
        return ending == Ending.FAILED && found.state.equals(ProgramState.EMPTY);
    }

    private StudyResult unoptimized(
            Ending ending,
            String message,
            @Nullable Evaluation before,
            @Nullable Evaluation testBefore) {
        // The result is the unoptimized program: its scores are the scores after, too. Those on a
        // part of the validation examples compare nothing.
        var after = ending != Ending.FAILED;
        var whole = before != null && before.examples().size() == study.validation().size();
        return result(
                ending,
                message,
                ProgramState.EMPTY,
                null,
                before,
                change(before, after && whole ? before : null),
                testChange(testBefore, after ? testBefore : null));
    }

    private @Nullable ScoreChange change(@Nullable Evaluation before, @Nullable Evaluation after) {
        return ScoreChange.of(before, after, study.validation().size());
    }

    private @Nullable ScoreChange testChange(
            @Nullable Evaluation before, @Nullable Evaluation after) {
        return ScoreChange.of(before, after, study.input().test().size());
    }

    private StudyResult result(
            Ending ending,
            String message,
            ProgramState learned,
            @Nullable String label,
            @Nullable Evaluation before,
            @Nullable ScoreChange validation,
            @Nullable ScoreChange test) {
        Complaints.of(study.tally(), ending == Ending.FAILED).forEach(this::note);
        if (validation != null) Unscored.note(study).ifPresent(this::note);
        noteNothingNew(ending);
        notes.addAll(0, study.notes());
        notes.addAll(0, warnings);
        return new StudyResult(
                ending,
                message,
                learned,
                label,
                validation,
                test,
                study.budget().spent(),
                study.usage(),
                study.apart(),
                study.reused(),
                study.errors(),
                front(before),
                notes);
    }

    private @Nullable ParetoFront front(@Nullable Evaluation before) {
        var objectives = study.input().objectives();
        var examples = study.validation().size();
        if (!objectives.spanFront() || before == null || before.examples().size() < examples) {
            return null;
        }
        var evaluations = new LinkedHashMap<String, Evaluation>();
        var states = new HashSet<>(Set.of(ProgramState.EMPTY));
        evaluations.put(UNOPTIMIZED, before);
        for (var candidate : study.candidates()) {
            var validation = candidate.validation();
            if (validation == null || validation.examples().size() < examples) continue;
            if (states.add(candidate.state())) evaluations.put(candidate.label(), validation);
        }
        for (var earlier : study.past().candidates()) {
            var candidate = earlier.candidate();
            if (earlier.score() == null || !states.add(candidate.state())) continue;
            stillKnown(candidate.state())
                    .ifPresent(known -> evaluations.putIfAbsent(candidate.label(), known));
        }
        return ParetoFront.of(objectives, evaluations);
    }

    /** A study that is stopped now has its result: the front is of what can be looked at. */
    private Optional<Evaluation> stillKnown(ProgramState state) {
        try {
            return study.known(state);
        } catch (StudyStopped e) {
            return Optional.empty();
        }
    }

    /** A search plans by what is left: as much as before may lead it the same way. */
    private void noteNothingNew(Ending ending) {
        var past = study.past();
        if (past.run() == 1 || past.paid().metricCalls() == 0 || ending == Ending.FAILED) return;
        if (study.budget().spent().metricCalls() > past.paid().metricCalls()) return;
        note(
                "this run asked for no score that was not known: the search had come to its end;"
                        + " a fork with another seed or effort would look elsewhere");
    }

    private static String sentence(RuntimeException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    private void note(String text) {
        notes.add(text);
        study.listener().note(text);
    }
}
