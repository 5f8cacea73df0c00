package io.espalier.coordinator.study;

import com.google.protobuf.ByteString;
import io.espalier.cluster.v1.CandidateReported;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.spec.StudySpec;
import io.espalier.optimizers.study.Past;
import io.espalier.optimizers.study.Past.Earlier;
import io.espalier.optimizers.study.Past.Paid;
import io.espalier.optimizers.study.Prices;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a study's journal holds before a run of it, still packed: unpacking is not for an actor's
 * thread.
 *
 * @param outcomes by job
 * @param reused those of them that other studies' results answered
 * @param unscored those that took no metric call
 * @param reflected those that the reflection model did
 * @param paid those that count from the start, since the budget was raised after them
 * @param candidates that were reported before the study was resumed
 * @param origin the study that this one was forked from, as it was then
 * @param run number of the run, from 1; a crash begins no other
 * @param edition how often the study had finished before
 * @param ran how long earlier runs took
 */
record StudyPast(
        Map<String, ByteString> outcomes,
        Set<String> reused,
        Set<String> unscored,
        Set<String> reflected,
        Set<String> paid,
        List<CandidateReported> candidates,
        Optional<Origin> origin,
        int run,
        int edition,
        Duration ran) {

    /**
     * Another study, up to an instant.
     *
     * @param until when the fork was made: what the other one learned later changes nothing
     */
    record Origin(String study, Instant until) {}

    /**
     * @param inherited ids of the origin's results
     * @param theirs candidates of the origin whose scores hold here
     */
    Past unpacked(StudySpec spec, Set<String> inherited, List<CandidateReported> theirs) {
        var records = StudyRecord.unpack(outcomes);
        var free = new HashSet<>(inherited);
        free.addAll(paid);
        return new Past(
                records,
                reused,
                free,
                paid(records, inherited, spec.input().prices()),
                candidates.stream().map(StudyPast::own).toList(),
                theirs.stream().map(StudyPast::inherited).toList(),
                run);
    }

    private Paid paid(Map<String, Outcome> records, Set<String> inherited, Prices prices) {
        long metricCalls = 0;
        long answered = 0;
        double cost = 0;
        var usage = Usage.NONE;
        // Sums of cost depend on their order.
        for (var job : new TreeSet<>(paid)) {
            var outcome = records.get(job);
            if (outcome == null || inherited.contains(job)) continue;
            var scored = !unscored.contains(job);
            if (scored) metricCalls++;
            if (reused.contains(job)) {
                if (scored) answered++;
                continue;
            }
            var role = reflected.contains(job) ? Job.Role.REFLECTION : Job.Role.TASK;
            usage = usage.plus(outcome.usage());
            cost += prices.of(role, outcome.usage());
        }
        return new Paid(metricCalls, answered, usage, cost);
    }

    private static Earlier own(CandidateReported reported) {
        return earlier(reported, reported.getLabel(), reported.getParentsList());
    }

    /** Its parents' labels may be those of other candidates here. */
    private static Earlier inherited(CandidateReported reported) {
        return earlier(reported, "origin: " + reported.getLabel(), List.of());
    }

    private static Earlier earlier(CandidateReported reported, String label, List<String> parents) {
        var state = ProgramState.of(Json.parse(reported.getState().toStringUtf8()));
        return new Earlier(
                new Candidate(label, state, reported.getRationale(), parents, null),
                reported.hasValidation() ? Double.valueOf(reported.getValidation()) : null);
    }
}
