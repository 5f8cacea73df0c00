package io.espalier.coordinator.study;

import io.espalier.coordinator.study.StudyRunner.RunEnd;
import io.espalier.optimizers.front.ParetoFront;
import io.espalier.optimizers.study.ScoreChange;
import io.espalier.optimizers.study.StudyRun;
import io.espalier.v1.Front;
import io.espalier.v1.FrontMember;
import io.espalier.v1.Study;
import io.espalier.v1.StudyEvent.Progress;
import io.espalier.v1.StudyState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A study as the API shows it, at its end and on the way. */
final class StudyResults {
    private StudyResults() {}

    /**
     * @param progress the run's last word: what a study spent that was stopped in the middle of a
     *     question
     */
    static Study of(
            StudyRecord record, RunEnd end, boolean cancelled, Progress progress, Instant at) {
        var study = record.study().toBuilder();
        var ran = record.ranUntil(at);
        study.setSeconds(ran.toMillis() / 1000.0).setReplayed(end.replayed());
        study.getEndedBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano());
        var result = end.result();
        if (result == null) {
            spent(study, progress);
            study.setState(cancelled ? StudyState.CANCELLED : StudyState.FAILED);
            return study.setReason(cancelled ? "cancelled" : String.valueOf(end.failure())).build();
        }
        study.setState(result.failed() ? StudyState.FAILED : StudyState.FINISHED);
        study.setReason(result.reason());
        // A study that finished before it heard of the cancelling stays finished.
        if (cancelled && result.failed()) {
            study.setState(StudyState.CANCELLED).setReason("cancelled");
        }
        set(study, result.validation(), result.test());
        var label = result.label();
        if (label != null) study.setResult(label);
        else if (result.validation() != null) study.setResult(StudyRun.UNOPTIMIZED);
        study.setMetricCalls(result.spent().metricCalls());
        study.setModelCalls(result.usage().calls());
        study.setTestCalls(result.apart().calls());
        study.setReused(result.reused());
        study.setReusedMetricCalls(result.spent().reused());
        study.setRemembered(result.usage().saved().calls());
        study.setTokens(StudyProgress.tokens(result.usage()));
        study.setCost(result.spent().cost());
        study.setErrors(StudyProgress.errors(result.errors()));
        if (result.failed() && progress.getModelCalls() > study.getModelCalls()) {
            spent(study, progress);
        }
        study.addAllNotes(result.notes());
        var front = result.front();
        if (front != null) study.setFront(front(front, result.label()));
        var program = end.program();
        if (program != null) study.setRelease(program.getRelease());
        return study.build();
    }

    private static void set(
            Study.Builder study, @Nullable ScoreChange validation, @Nullable ScoreChange test) {
        if (validation != null) study.setValidation(score(validation));
        if (test != null) study.setTest(score(test));
    }

    private static io.espalier.v1.ScoreChange score(ScoreChange change) {
        var score =
                io.espalier.v1.ScoreChange.newBuilder()
                        .setBefore(change.before())
                        .setExamples(change.examples());
        var after = change.after();
        if (after != null) score.setAfter(after);
        if (change.examples() < change.of()) score.setOf(change.of());
        return score.build();
    }

    private static Front front(ParetoFront front, @Nullable String label) {
        var chosen = label == null ? StudyRun.UNOPTIMIZED : label;
        var message =
                Front.newBuilder()
                        .addAllObjectives(front.objectives())
                        .setHypervolume(front.hypervolume());
        for (var member : front.members()) {
            message.addMembers(
                    FrontMember.newBuilder()
                            .setCandidate(member.candidate())
                            .putAllScores(member.scores())
                            .setContribution(member.contribution())
                            .setResult(member.candidate().equals(chosen)));
        }
        return message.build();
    }

    static Study soFar(Study study, Progress progress) {
        var builder = study.toBuilder();
        spent(builder, progress);
        return builder.setReplayed(progress.getJobsReplayed()).build();
    }

    private static void spent(Study.Builder study, Progress progress) {
        study.setMetricCalls(progress.getMetricCalls())
                .setModelCalls(progress.getModelCalls())
                .setReused(progress.getReused())
                .setRemembered(progress.getRemembered())
                .setTokens(progress.getTokens())
                .setErrors(progress.getErrors());
    }
}
