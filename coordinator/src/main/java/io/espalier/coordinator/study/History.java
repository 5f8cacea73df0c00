package io.espalier.coordinator.study;

import io.espalier.cluster.v1.KeptCandidate;
import io.espalier.cluster.v1.KeptScore;
import io.espalier.coordinator.store.Candidates;
import io.espalier.coordinator.wire.Structs;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.study.RecordedStudy;
import io.espalier.optimizers.study.StudyRun;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramState;
import io.espalier.v1.CandidateCost;
import io.espalier.v1.StudyCandidate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down a study's candidates as its run tells them. Used by the run's thread. */
final class History {
    private final Candidates candidates;
    private final String study;
    private @Nullable RecordedStudy running;

    History(Candidates candidates, String study) {
        this.candidates = candidates;
        this.study = study;
    }

    /** Before the first candidate: whose spending is a candidate's cost. */
    void follow(RecordedStudy followed) {
        running = followed;
    }

    void unoptimized(Evaluation evaluation) {
        add(
                new Candidate(
                        StudyRun.UNOPTIMIZED,
                        ProgramState.EMPTY,
                        "the program as it was",
                        List.of(),
                        evaluation));
    }

    void add(Candidate candidate) {
        var now = Instant.now();
        var shown =
                StudyCandidate.newBuilder()
                        .setLabel(candidate.label())
                        .addAllParents(candidate.parents())
                        .setRationale(candidate.rationale())
                        .setState(Structs.struct(candidate.state().toJson()));
        shown.getTimeBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano());
        var spender = running;
        if (spender != null) shown.setCost(cost(spender));
        var kept = KeptCandidate.newBuilder();
        var evaluation = candidate.validation();
        if (evaluation != null) {
            shown.setScore(evaluation.mean());
            if (spender != null) {
                shown.putAllObjectives(spender.input().objectives().scores(evaluation));
            }
            for (int i = 0; i < evaluation.examples().size(); i++) {
                var outcome = evaluation.outcomes().get(i);
                // Another's failure is no score of the candidate's.
                if (outcome.judged()) {
                    kept.addScores(score(evaluation.examples().get(i), outcome));
                }
            }
        }
        if (spender != null) {
            var input = spender.input();
            if (evaluation == null) {
                kept.addAllScores(tried(spender, candidate.state(), input.validation()));
            }
            kept.addAllTrainingScores(tried(spender, candidate.state(), input.training()));
        }
        candidates.put(study, kept.setCandidate(shown).build());
    }

    /** A candidate that fell behind was tried on some examples. */
    private static List<KeptScore> tried(
            RecordedStudy study, ProgramState state, List<Example> examples) {
        var scores = new ArrayList<KeptScore>();
        for (var example : examples) {
            study.recorded(state, example)
                    .filter(Outcome::judged)
                    .ifPresent(o -> scores.add(score(example, o)));
        }
        return scores;
    }

    private static KeptScore score(Example example, Outcome outcome) {
        return KeptScore.newBuilder()
                .setExample(example.id())
                .setContent(content(example.fields().hash()))
                .setScore(outcome.value())
                .build();
    }

    private static long content(String hash) {
        return Long.parseUnsignedLong(hash.substring(0, 16), 16);
    }

    private static CandidateCost cost(RecordedStudy study) {
        var usage = study.usage();
        return CandidateCost.newBuilder()
                .setMetricCalls(study.budget().spent().metricCalls())
                .setModelCalls(usage.calls())
                .setTokens(StudyProgress.tokens(usage))
                .build();
    }
}
