package io.espalier.coordinator.study;

import com.google.protobuf.Message;
import io.espalier.cluster.v1.StudyCommand;
import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.schedule.SchedulerProtocol;
import io.espalier.coordinator.store.Candidates;
import io.espalier.coordinator.store.Programs;
import io.espalier.coordinator.store.Studies;
import io.espalier.coordinator.wire.StudyDocuments;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Puts a coordinator node's studies into its cluster. */
public final class StudyRegion {
    /** The cluster role of nodes that hold studies. */
    public static final String ROLE = "coordinator";

    private static final int SHARDS = 8;
    private static final EntityTypeKey<StudyEntity.Command> STUDIES =
            EntityTypeKey.create(StudyEntity.Command.class, "Study");

    private StudyRegion() {}

    /**
     * Studies that were running when their node was lost start again by themselves.
     *
     * @param database under the journal
     * @param works false for a node that only reads: its studies stay as they are
     * @return where {@link StudyCommand}s go
     */
    public static ActorRef<Message> start(
            ActorSystem<?> system,
            ActorRef<SchedulerProtocol.Command> scheduler,
            Database database,
            StudyDocuments documents,
            Programs programs,
            Studies studies,
            Candidates candidates,
            Sharing sharing,
            boolean works) {
        var shared = new EarlierResults.Shared(database, sharing);
        var place =
                new StudyPlace(
                        scheduler,
                        new StudyRunner.Tools(documents, programs, candidates, shared),
                        studies,
                        database::explain,
                        works);
        var settings =
                ClusterShardingSettings.create(system)
                        .withRole(ROLE)
                        .withRememberEntities(works)
                        .withNoPassivationStrategy();
        return ClusterSharding.get(system)
                .init(
                        Entity.of(
                                        STUDIES,
                                        context ->
                                                StudyEntity.create(
                                                        context.getEntityId(),
                                                        context.getShard(),
                                                        place))
                                .withMessageExtractor(new Extractor())
                                .withSettings(settings)
                                .withStopMessage(new StudyEntity.Stop()));
    }

    /** What the shard does with messages from the wire: which entity, which shard. */
    private static final class Extractor
            extends ShardingMessageExtractor<Message, StudyEntity.Command> {
        @Override
        public String entityId(Message message) {
            return command(message).getStudy();
        }

        @Override
        public String shardId(String entityId) {
            return Integer.toString(Math.floorMod(entityId.hashCode(), SHARDS));
        }

        @Override
        public StudyEntity.Command unwrapMessage(Message message) {
            return new StudyEntity.FromWire(command(message));
        }

        private static StudyCommand command(Message message) {
            if (message instanceof StudyCommand command) return command;
            throw new IllegalArgumentException("not for a study: " + message.getClass());
        }
    }
}
