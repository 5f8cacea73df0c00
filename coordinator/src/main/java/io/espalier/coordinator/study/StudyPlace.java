package io.espalier.coordinator.study;

import io.espalier.coordinator.schedule.SchedulerProtocol;
import io.espalier.coordinator.store.Studies;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a coordinator node offers its studies.
 *
 * @param journal says why a write to it failed
 * @param works false on a node that only reads: studies stay as they are
 */
record StudyPlace(
        ActorRef<SchedulerProtocol.Command> scheduler,
        StudyRunner.Tools tools,
        Studies studies,
        JournalTrouble journal,
        boolean works) {

    /** Words for a failed write, and what to do. */
    @FunctionalInterface
    interface JournalTrouble {
        String explain(Throwable failure);
    }
}
