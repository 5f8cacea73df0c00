package io.espalier.deploy.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.cluster.v1.StudyJournalEvent;
import io.espalier.coordinator.journal.JournalPlace;
import io.espalier.coordinator.store.Deflate;
import io.espalier.signatures.json.Json;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.Map;

/** What a journal holds, read from its file while no node has it open. */
final class RecordedJobs {
    private RecordedJobs() {}

    /** All jobs with a result, by id; true where the metric judged it. */
    static Map<String, Boolean> in(Home home) throws Exception {
        var place = new JournalPlace(home.journal());
        var jobs = new HashMap<String, Boolean>();
        try (var connection = DriverManager.getConnection(place.url(), place.user(), "");
                var query =
                        connection.prepareStatement(
                                "SELECT \"event_payload\" FROM \"event_journal\" WHERE"
                                        + " \"persistence_id\" LIKE 'Study|%'");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                var event = StudyJournalEvent.parseFrom(rows.getBytes(1));
                for (var job : event.getJobs().getJobsList()) {
                    var outcome = new String(Deflate.unpack(job.getOutcome().toByteArray()), UTF_8);
                    jobs.put(job.getJob(), !Json.parse(outcome).has("failure"));
                }
            }
        }
        return jobs;
    }
}
