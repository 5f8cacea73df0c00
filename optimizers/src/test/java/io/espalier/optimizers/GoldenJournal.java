package io.espalier.optimizers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.optimizers.study.StudyInput;
import io.espalier.optimizers.study.StudyResult;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.OutcomeJson;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The committed journal of one small study of an optimizer: every job with its outcome, and the
 * result. A change of the optimizer that asks other questions, or decides otherwise, does not
 * replay; where that is meant, {@code -Dgolden.update=true} records anew.
 */
final class GoldenJournal {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private final Path file;

    GoldenJournal(String name) {
        this.file = FOLDER.resolve(name + ".json.gz");
    }

    void replays(StudyInput input, Optimizer optimizer) throws IOException {
        if (Boolean.getBoolean("golden.update")) record(input, optimizer);
        assertThat(file).as("record it with -Dgolden.update=true").exists();
        var journal = read();
        var study =
                Words.replay(
                        input,
                        job -> {
                            throw new AssertionError("asked a question that is not in " + file);
                        },
                        outcomes(journal));

        var result = study.run(optimizer);

        assertThat(summary(study, result)).isEqualTo(journal.get("result"));
        assertThat(study.records()).hasSize(journal.get("jobs").size());
    }

    private void record(StudyInput input, Optimizer optimizer) throws IOException {
        var study = Words.study(input, Words::run);
        var result = study.run(optimizer);
        var journal = Json.object();
        var jobs = journal.putObject("jobs");
        new TreeMap<>(study.records())
                .forEach((id, outcome) -> jobs.set(id, OutcomeJson.write(outcome)));
        journal.set("result", summary(study, result));
        Files.createDirectories(FOLDER);
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(Json.write(journal).getBytes(StandardCharsets.UTF_8));
        }
    }

    private JsonNode read() throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Map<String, Outcome> outcomes(JsonNode journal) {
        var outcomes = new HashMap<String, Outcome>();
        journal.get("jobs")
                .properties()
                .forEach(e -> outcomes.put(e.getKey(), OutcomeJson.read(e.getValue())));
        return outcomes;
    }

    /** What must come out again, digit by digit. */
    private static ObjectNode summary(InMemoryStudy study, StudyResult result) {
        var node = Json.object();
        node.put("learned", result.learned().hash());
        node.put("ending", result.ending().name());
        node.put("after", Words.after(result));
        node.put("metric-calls", result.spent().metricCalls());
        node.put("model-calls", result.usage().calls());
        var candidates = node.putArray("candidates");
        for (var candidate : study.candidates()) {
            candidates.add(candidate.label() + ": " + candidate.state().hash());
        }
        // Through text, so that numbers compare as they were written.
        return (ObjectNode) Json.parse(Json.write(node));
    }
}
