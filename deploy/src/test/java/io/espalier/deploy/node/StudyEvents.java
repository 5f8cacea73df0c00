package io.espalier.deploy.node;

import io.espalier.cluster.v1.StudyJournalEvent;
import io.espalier.coordinator.journal.JournalPlace;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events of studies in a journal's file, while no node has it open. */
final class StudyEvents {
    static final String ENTITY = "Study|";

    private static final String READ =
            "SELECT \"persistence_id\", \"event_payload\" FROM \"event_journal\""
                    + " WHERE \"persistence_id\" LIKE '"
                    + ENTITY
                    + "%' ORDER BY \"persistence_id\", \"sequence_number\"";

    private StudyEvents() {}

    static Connection open(Home home) throws SQLException {
        var place = new JournalPlace(home.journal());
        return DriverManager.getConnection(place.url(), place.user(), "");
    }

    /** In their order, by study. */
    static Map<String, List<StudyJournalEvent>> in(Connection journal) throws Exception {
        var events = new LinkedHashMap<String, List<StudyJournalEvent>>();
        try (var query = journal.prepareStatement(READ);
                var rows = query.executeQuery()) {
            while (rows.next()) {
                var study = rows.getString(1).substring(ENTITY.length());
                var event = StudyJournalEvent.parseFrom(rows.getBytes(2));
                events.computeIfAbsent(study, _ -> new ArrayList<>()).add(event);
            }
        }
        return events;
    }
}
