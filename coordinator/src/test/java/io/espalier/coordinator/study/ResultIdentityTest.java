package io.espalier.coordinator.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.spec.DataResolver;
import io.espalier.optimizers.spec.LoadedData;
import io.espalier.optimizers.spec.StudyFiles;
import io.espalier.optimizers.spec.StudySpec;
import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.document.Document;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.ProgramState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What makes a result another study's, and what does not. */
class ResultIdentityTest {
    private static final List<Example> ROWS =
            List.of(
                    Example.of(Fields.of("text", "a", "answer", "b")),
                    Example.of(Fields.of("text", "c", "answer", "d")));

    @TempDir Path folder;
    private final ObjectNode study = Json.object();

    @BeforeEach
    void write() throws Exception {
        Files.createDirectory(folder.resolve("model"));
        Files.writeString(folder.resolve("model/model.bin"), "weights");
        Files.writeString(folder.resolve("metric.py"), "print(1)");
        study.put("version", 1).put("name", "n").put("optimizer", "labeled-few-shot");
        study.putObject("program").put("signature", "text -> answer");
        study.putObject("data").put("train", "rows");
        study.put("metric", "exact");
    }

    @Test
    void identity_sameFiles_isTheSame() {
        assertThat(scored("code")).isEqualTo(scored("code"));
        study.put("seed", 9).putObject("budget").put("metric-calls", 7);
        var before = scored("code");
        study.put("name", "other").put("optimizer", "bootstrap-few-shot");
        assertThat(scored("code")).as("only what decides a job").isEqualTo(before);
    }

    @Test
    void identity_otherCode_isAnother() {
        assertThat(scored("later")).isNotEqualTo(scored("code"));
    }

    @Test
    void identity_otherModelFiles_isAnother() throws Exception {
        var before = scored("code");
        Files.writeString(folder.resolve("model/model.bin"), "trained");
        assertThat(scored("code")).isNotEqualTo(before);
    }

    @Test
    void identity_otherScriptOfTheMetric_isAnotherForScoredJobsAlone() throws Exception {
        study.putObject("metric")
                .put("directory", folder.toString())
                .putArray("command")
                .add("python3")
                .add("metric.py");
        var scored = scored("code");
        var unscored = unscored("code");
        assertThat(scored("code")).isEqualTo(scored);
        Files.writeString(folder.resolve("metric.py"), "print(0)");
        assertThat(scored("code")).isNotEqualTo(scored);
        assertThat(unscored("code")).isEqualTo(unscored);
    }

    private String scored(String code) {
        return of(code, true);
    }

    private String unscored(String code) {
        return of(code, false);
    }

    private String of(String code, boolean scored) {
        var spec = spec();
        var job =
                new Job(
                        spec.program(),
                        ProgramState.EMPTY,
                        ROWS.getFirst(),
                        Rollout.PLAIN,
                        Job.Role.TASK,
                        scored);
        return ResultIdentity.of(spec, code, folder.resolve("model")).of("the job", job);
    }

    private StudySpec spec() {
        DataResolver rows = (reference, _, _, _) -> new LoadedData(reference, ROWS);
        return StudyFiles.submissions(rows).read(Document.withoutLines(study));
    }
}
