package io.espalier.coordinator.study;

import com.google.protobuf.ByteString;
import io.espalier.cluster.v1.JobResult;
import io.espalier.cluster.v1.JobsRecorded;
import io.espalier.cluster.v1.RecordedJob;
import io.espalier.cluster.v1.TrialJob;
import io.espalier.coordinator.schedule.SchedulerProtocol;
import io.espalier.coordinator.schedule.SchedulerProtocol.Dropped;
import io.espalier.coordinator.schedule.SchedulerProtocol.Forget;
import io.espalier.coordinator.schedule.SchedulerProtocol.Results;
import io.espalier.coordinator.schedule.SchedulerProtocol.Run;
import io.espalier.coordinator.schedule.SchedulerProtocol.Withdraw;
import io.espalier.coordinator.store.Deflate;
import io.espalier.coordinator.study.StudyWork.Answer;
import io.espalier.coordinator.study.StudyWork.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a study has at the scheduler: no job is there twice, whatever its runs ask. Used by the
 * entity's thread.
 */
final class StudyDispatch {
    private final String study;
    private final ActorRef<SchedulerProtocol.Command> scheduler;
    private final ActorRef<Results> results;
    private final ActorRef<Dropped> dropped;

    /** Jobs that the scheduler has, and of what kind they are. */
    private final Map<String, RecordedJob> underWay = new HashMap<>();

    private boolean withdrawing;

    StudyDispatch(
            String study,
            ActorRef<SchedulerProtocol.Command> scheduler,
            ActorRef<Results> results,
            ActorRef<Dropped> dropped) {
        this.study = study;
        this.scheduler = scheduler;
        this.results = results;
        this.dropped = dropped;
    }

    /**
     * Has the jobs done that are neither recorded nor under way.
     *
     * @return results of those that are recorded: they came in while the run was starting
     */
    List<Answer> ask(List<Group> groups, StudyRecord record) {
        var known = new ArrayList<Answer>();
        for (var group : groups) {
            var fresh = new ArrayList<TrialJob>();
            for (var job : group.jobs()) {
                var recorded = record.outcome(job.getJob());
                if (recorded != null) {
                    known.add(unpacked(job.getJob(), recorded));
                } else if (underWay.putIfAbsent(job.getJob(), group.kind()) == null) {
                    fresh.add(job);
                }
            }
            if (fresh.isEmpty()) continue;
            scheduler.tell(new Run(study, group.context(), group.state(), fresh, results));
        }
        return known;
    }

    /** What is to be recorded, and what the run is told then. */
    record Recording(JobsRecorded event, List<Answer> answers) {
        boolean isEmpty() {
            return answers.isEmpty();
        }
    }

    /** What is to be recorded of answers: each job once, and only what was asked. */
    Recording answered(List<JobResult> results, StudyRecord record) {
        var recorded = JobsRecorded.newBuilder();
        var answers = new ArrayList<Answer>();
        for (var result : results) {
            var kind = underWay.remove(result.getJob());
            if (kind == null || record.outcome(result.getJob()) != null) continue;
            var packed = ByteString.copyFrom(Deflate.pack(result.getOutcome().toByteArray()));
            answers.add(new Answer(result.getJob(), result.getOutcome(), packed));
            recorded.addJobs(kind.toBuilder().setJob(result.getJob()).setOutcome(packed));
        }
        return new Recording(recorded.build(), answers);
    }

    /** What is to be recorded of other studies' results: what this study neither has nor awaits. */
    JobsRecorded recalled(List<RecordedJob> jobs, StudyRecord record) {
        var recorded = JobsRecorded.newBuilder();
        for (var job : jobs) {
            if (record.outcome(job.getJob()) == null && !underWay.containsKey(job.getJob())) {
                recorded.addJobs(job);
            }
        }
        return recorded.build();
    }

    /** Takes back what was not sent yet; what was, ends and is answered. */
    void withdraw() {
        withdrawing = true;
        scheduler.tell(new Withdraw(study, dropped));
    }

    /** True until the scheduler said what it dropped: nothing may be asked meanwhile. */
    boolean isWithdrawing() {
        return withdrawing;
    }

    void dropped(List<String> jobs) {
        jobs.forEach(underWay::remove);
        withdrawing = false;
    }

    /** Gives everything up; nothing more is answered. */
    void forget() {
        scheduler.tell(new Forget(study));
        underWay.clear();
        withdrawing = false;
    }

    private static Answer unpacked(String job, ByteString packed) {
        var outcome = ByteString.copyFrom(Deflate.unpack(packed.toByteArray()));
        return new Answer(job, outcome, packed);
    }
}
