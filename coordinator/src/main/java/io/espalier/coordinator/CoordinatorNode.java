package io.espalier.coordinator;

import com.google.protobuf.Message;
import io.espalier.coordinator.api.Api;
import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.schedule.Scheduler;
import io.espalier.coordinator.store.Candidates;
import io.espalier.coordinator.store.DataSets;
import io.espalier.coordinator.store.Programs;
import io.espalier.coordinator.store.Studies;
import io.espalier.coordinator.study.Sharing;
import io.espalier.coordinator.study.StudyRegion;
import io.espalier.coordinator.wire.StudyDocuments;
import java.io.IOException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/**
 * The coordinator's part of a node, while it is open: studies are held here and the API takes
 * commands. Close it before the actor system.
 */
public final class CoordinatorNode implements AutoCloseable {
    /** The cluster role of nodes that have this part. */
    public static final String ROLE = StudyRegion.ROLE;

    private final Api api;

    private CoordinatorNode(Api api) {
        this.api = api;
    }

    /**
     * @param port of the API; 0 lets the system pick
     * @param works false for a node that only reads its journal: studies stay as they are
     */
    public record Settings(int port, boolean works, Sharing sharing) {}

    /**
     * @param trials where RunTrial and CancelTrial go, for every lane of the cluster
     * @throws IOException for a port in use
     */
    public static CoordinatorNode start(
            ActorSystem<?> system, Database database, ActorRef<Message> trials, Settings settings)
            throws IOException {
        var sets = new DataSets(database);
        var studies = new Studies(database);
        var programs = new Programs(database);
        var candidates = new Candidates(database);
        var documents = new StudyDocuments(sets);
        var scheduler =
                system.systemActorOf(
                        Scheduler.create(Scheduler.Settings.DEFAULT, trials),
                        "scheduler",
                        Props.empty());
        var region =
                StudyRegion.start(
                        system,
                        scheduler,
                        database,
                        documents,
                        programs,
                        studies,
                        candidates,
                        settings.sharing(),
                        settings.works());
        return new CoordinatorNode(
                Api.open(
                        system,
                        settings.port(),
                        new Api.Parts(
                                database,
                                sets,
                                studies,
                                programs,
                                candidates,
                                documents,
                                region,
                                scheduler,
                                settings.works())));
    }

    /** Where the API listens, on the loopback. */
    public int port() {
        return api.port();
    }

    @Override
    public void close() {
        api.close();
    }
}
