package io.espalier.coordinator.schedule;

import com.google.protobuf.ByteString;
import io.espalier.cluster.v1.JobResult;
import io.espalier.cluster.v1.TrialContext;
import io.espalier.cluster.v1.TrialJob;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What a study entity says to its node's scheduler. All of it stays within one node. */
public final class SchedulerProtocol {
    private SchedulerProtocol() {}

    public sealed interface Command permits Run, Withdraw, Forget, Internal {}

    /**
     * Has jobs of one candidate done.
     *
     * @param state canonical JSON of the candidate's state
     * @param replyTo gets one or more {@link Results} until every job is answered exactly once
     */
    public record Run(
            String study,
            TrialContext context,
            ByteString state,
            List<TrialJob> jobs,
            ActorRef<Results> replyTo)
            implements Command {
        public Run {
            jobs = List.copyOf(jobs);
        }
    }

    /** Drops what waits for a study and cancels what runs; nothing more is answered. */
    public record Forget(String study) implements Command {}

    /**
     * Drops what waits for a study; what runs already ends and is answered.
     *
     * @param replyTo learns which jobs will not be answered
     */
    public record Withdraw(String study, ActorRef<Dropped> replyTo) implements Command {}

    /** The scheduler's own messages: timers, adapters. */
    non-sealed interface Internal extends Command {}

    public record Results(List<JobResult> results) {
        public Results {
            results = List.copyOf(results);
        }
    }

    /** Ids of jobs that were withdrawn before they were sent. */
    public record Dropped(List<String> jobs) {
        public Dropped {
            jobs = List.copyOf(jobs);
        }
    }
}
