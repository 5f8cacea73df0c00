package io.espalier.deploy.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.espalier.cluster.v1.StudyJournalEvent;
import io.espalier.coordinator.store.Deflate;
import io.espalier.signatures.json.Json;
import java.util.HashMap;
import java.util.Map;

/** What a journal holds, read from its file while no node has it open. */
final class RecordedJobs {
    private RecordedJobs() {}

    /** All jobs with a result, by id; true where the metric judged it. */
    static Map<String, Boolean> in(Home home) throws Exception {
        var jobs = new HashMap<String, Boolean>();
        try (var journal = StudyEvents.open(home)) {
            for (var events : StudyEvents.in(journal).values()) {
                for (var event : events) add(event, jobs);
            }
        }
        return jobs;
    }

    private static void add(StudyJournalEvent event, Map<String, Boolean> jobs) {
        for (var job : event.getJobs().getJobsList()) {
            var outcome = new String(Deflate.unpack(job.getOutcome().toByteArray()), UTF_8);
            jobs.put(job.getJob(), !Json.parse(outcome).has("failure"));
        }
    }
}
