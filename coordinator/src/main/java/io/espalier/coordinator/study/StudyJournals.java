package io.espalier.coordinator.study;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.cluster.v1.StudyJournalEvent;
import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.study.StudyPast.Origin;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads what other studies' entities journaled, without waking them. Results of a long study are
 * more than a message between nodes may hold, and all coordinators share the database.
 */
final class StudyJournals {
    private static final String EVENTS =
            "SELECT \"event_payload\" FROM \"event_journal\" WHERE \"persistence_id\" = ?"
                    + " AND NOT \"deleted\" ORDER BY \"sequence_number\"";

    private final Database database;

    StudyJournals(Database database) {
        this.database = database;
    }

    /**
     * Packed outcomes by job, of all that a study recorded until now. A job that is recorded twice
     * was run again after the study had forgotten its first outcome.
     */
    Map<String, ByteString> outcomes(String study) {
        var outcomes = new HashMap<String, ByteString>();
        read(
                study,
                event -> {
                    for (var job : event.getJobs().getJobsList()) {
                        outcomes.put(job.getJob(), job.getOutcome());
                    }
                    return true;
                });
        return outcomes;
    }

    /** Another study as its journal had it then. */
    StudyRecord record(Origin origin) {
        var record = new StudyRecord();
        read(
                origin.study(),
                event -> {
                    if (StudyRecord.instant(event.getTime()).isAfter(origin.until())) return false;
                    record.apply(event);
                    return true;
                });
        return record;
    }

    /**
     * @param next takes a study's events in their order, and says whether it wants more
     */
    private void read(String study, Predicate<StudyJournalEvent> next) {
        database.transact(connection -> {
            try (var query = connection.prepareStatement(EVENTS)) {
                query.setString(1, StudyEntity.persistenceId(study).id());
                try (var rows = query.executeQuery()) {
                    while (rows.next() && next.test(event(rows.getBytes(1)))) {}
                }
            }
            return true;
        });
    }

    private static StudyJournalEvent event(byte[] payload) throws SQLException {
        try {
            return StudyJournalEvent.parseFrom(payload);
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("an event of a study cannot be read", e);
        }
    }
}
