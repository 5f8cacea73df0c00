package io.espalier.deploy.node;

import io.espalier.cluster.v1.StudyJournalEvent;
import io.espalier.v1.Study;
import io.espalier.v1.StudyState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes studies into a journal that have the first events of another one, while no node has it
 * open.
 */
final class CutJournals {
    private static final String COPY =
            "INSERT INTO \"event_journal\" (\"persistence_id\", \"event_payload\","
                    + " \"sequence_number\", \"writer\", \"write_timestamp\", \"adapter_manifest\","
                    + " \"event_ser_id\", \"event_ser_manifest\")"
                    + " SELECT ?, ?, \"sequence_number\", \"writer\", \"write_timestamp\","
                    + " \"adapter_manifest\", \"event_ser_id\", \"event_ser_manifest\""
                    + " FROM \"event_journal\" WHERE \"persistence_id\" = ?"
                    + " AND \"sequence_number\" = ?";

    private static final String SUMMARY = "SELECT summary FROM espalier_study WHERE id = ?";

    private static final String LIST =
            "INSERT INTO espalier_study (id, name, state, created, spec_hash, summary)"
                    + " SELECT ?, name, ?, created, spec_hash, ? FROM espalier_study"
                    + " WHERE id = ?";

    private CutJournals() {}

    /**
     * @return ids of studies that were cut after the first event, the second and so on, up to the
     *     last one before the end
     */
    static List<String> of(Home home, String study) throws Exception {
        var cut = new ArrayList<String>();
        try (var connection = StudyEvents.open(home)) {
            var events = StudyEvents.in(connection).getOrDefault(study, List.of());
            for (int length = 1; length < events.size(); length++) {
                var id = "after" + length;
                for (int i = 0; i < length; i++) {
                    copy(connection, study, id, i + 1, renamed(events.get(i), id));
                }
                list(connection, study, id);
                cut.add(id);
            }
        }
        return cut;
    }

    private static StudyJournalEvent renamed(StudyJournalEvent event, String id) {
        if (!event.hasSubmitted()) return event;
        var renamed = event.toBuilder();
        renamed.getSubmittedBuilder().setStudy(id);
        return renamed.build();
    }

    private static void copy(
            Connection connection, String study, String id, long number, StudyJournalEvent event)
            throws SQLException {
        try (var insert = connection.prepareStatement(COPY)) {
            insert.setString(1, StudyEvents.ENTITY + id);
            insert.setBytes(2, event.toByteArray());
            insert.setString(3, StudyEvents.ENTITY + study);
            insert.setLong(4, number);
            if (insert.executeUpdate() != 1) throw new SQLException("no event " + number);
        }
    }

    /** A study that was submitted is listed before that is answered. */
    private static void list(Connection connection, String study, String id) throws Exception {
        byte[] summary;
        try (var query = connection.prepareStatement(SUMMARY)) {
            query.setString(1, study);
            try (var rows = query.executeQuery()) {
                if (!rows.next()) throw new SQLException("study is not listed");
                var queued = Study.parseFrom(rows.getBytes(1)).toBuilder().setStudy(id);
                summary = queued.setState(StudyState.QUEUED).build().toByteArray();
            }
        }
        try (var insert = connection.prepareStatement(LIST)) {
            insert.setString(1, id);
            insert.setInt(2, StudyState.QUEUED.getNumber());
            insert.setBytes(3, summary);
            insert.setString(4, study);
            insert.executeUpdate();
        }
    }
}
