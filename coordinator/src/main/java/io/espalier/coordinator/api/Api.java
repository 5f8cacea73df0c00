package io.espalier.coordinator.api;

import com.google.protobuf.Message;
import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.schedule.SchedulerProtocol;
import io.espalier.coordinator.store.Candidates;
import io.espalier.coordinator.store.DataSets;
import io.espalier.coordinator.store.Programs;
import io.espalier.coordinator.store.Studies;
import io.espalier.coordinator.wire.StudyDocuments;
import java.io.IOException;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** The public API of a coordinator node, while it is open. */
public final class Api implements AutoCloseable {
    private final ApiServer server;

    private Api(ApiServer server) {
        this.server = server;
    }

    /**
     * What the services work with.
     *
     * @param works false for a node that only reads
     */
    public record Parts(
            Database database,
            DataSets sets,
            Studies studies,
            Programs programs,
            Candidates candidates,
            StudyDocuments documents,
            ActorRef<Message> studyRegion,
            ActorRef<SchedulerProtocol.Command> scheduler,
            boolean works) {}

    /**
     * @param port 0 lets the system pick
     * @throws IOException for a port in use
     */
    public static Api open(ActorSystem<?> system, int port, Parts parts) throws IOException {
        return new Api(
                ApiServer.start(
                        port,
                        List.of(
                                new StudiesService(
                                        system,
                                        parts.studyRegion,
                                        parts.database,
                                        parts.documents,
                                        parts.studies,
                                        parts.programs,
                                        parts.candidates,
                                        parts.works),
                                new DataSetsService(parts.database, parts.sets),
                                new ProgramsService(
                                        parts.studies,
                                        parts.programs,
                                        new Predictions(system, parts.scheduler)))));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
