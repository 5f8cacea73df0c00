package io.espalier.deploy.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.espalier.signatures.json.Json;
import io.espalier.v1.Study;
import io.espalier.v1.StudyEvent;
import io.espalier.v1.StudyEvent.CandidateScored;
import io.espalier.v1.StudyEvent.PhaseStarted;
import io.espalier.v1.StudyEvent.Progress;
import io.espalier.v1.StudyState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudyWatcherTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void terminal_progressOfOnePhase_overwritesOneLine() {
        watch(
                false,
                true,
                phase("optimizing"),
                progress(3, 10),
                progress(7, 10),
                phase("scoring the result"));
        var text = text(out);
        assertThat(text).contains("\r\033[Koptimizing").contains("7/10 jobs");
        assertThat(text.chars().filter(c -> c == 10).count())
                .as("the finished phase leaves one line")
                .isEqualTo(1);
    }

    @Test
    void terminal_betterCandidate_standsAboveTheLine() {
        watch(
                false,
                true,
                phase("optimizing"),
                progress(3, 10),
                best("seed 3", 0.5),
                progress(4, 10));
        assertThat(text(out)).contains("best so far 50.0 %  seed 3\n").endsWith("4/10 jobs");
    }

    @Test
    void pipe_anything_writesPlainLines() {
        watch(false, false, phase("optimizing"), progress(3, 10), best("seed 3", 0.5));
        assertThat(text(out))
                .doesNotContain("\r")
                .isEqualTo("optimizing\n  best so far 50.0 %  seed 3\n");
    }

    @Test
    void json_events_areOneObjectALineOnTheGivenStream() {
        watch(true, true, phase("optimizing"), progress(3, 10));
        assertThat(text(out)).isEmpty();
        var lines = text(err).lines().map(Json::parse).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1).at("/progress/jobs_done").intValue()).isEqualTo(3);
        assertThat(lines.get(1).has("phase")).isFalse();
    }

    @Test
    void result_withScores_saysTheChangeInPoints() {
        var study = Study.newBuilder().setName("t").setState(StudyState.FINISHED).setReason("done");
        study.getTestBuilder().setBefore(0.4).setAfter(0.8).setExamples(200);
        assertThat(StudyText.result(study.build()))
                .contains("finished (done)")
                .contains("40.0 % -> 80.0 %   +40.0 points   (200 examples)");
    }

    @Test
    void json_study_hasTheNamesOfTheContract() {
        var study =
                Study.newBuilder()
                        .setStudy("s1")
                        .setState(StudyState.FINISHED)
                        .setMetricCalls(812)
                        .setSeed(7);
        study.getValidationBuilder().setBefore(0.41).setAfter(0.82).setExamples(100);
        study.getTokensBuilder().setPrompt(812000);
        study.getErrorsBuilder().setCandidate(3);
        var json = ProtoJson.of(study.build());
        assertThat(json.at("/state").asString()).isEqualTo("finished");
        assertThat(json.at("/validation/after").doubleValue()).isEqualTo(0.82);
        assertThat(json.at("/metric_calls").isIntegralNumber()).isTrue();
        assertThat(json.at("/tokens/cached").intValue()).isZero();
        assertThat(json.has("test")).isFalse();
    }

    private void watch(boolean json, boolean terminal, StudyEvent... events) {
        var output = new Output(stream(out), stream(err), json, terminal, 80);
        var watcher = new StudyWatcher(output, output.err());
        for (var event : List.of(events)) watcher.show(event);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static StudyEvent phase(String name) {
        return event().setPhase(PhaseStarted.newBuilder().setName(name)).build();
    }

    private static StudyEvent progress(int done, int asked) {
        return event().setProgress(Progress.newBuilder().setJobsDone(done).setJobsAsked(asked))
                .build();
    }

    private static StudyEvent best(String label, double score) {
        return event().setCandidate(
                        CandidateScored.newBuilder()
                                .setLabel(label)
                                .setValidation(score)
                                .setBest(true))
                .build();
    }

    private static StudyEvent.Builder event() {
        return StudyEvent.newBuilder().setStudy("s").setTime(Timestamp.newBuilder().setSeconds(1));
    }
}
