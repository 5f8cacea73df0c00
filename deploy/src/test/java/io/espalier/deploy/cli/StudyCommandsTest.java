package io.espalier.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.espalier.coordinator.wire.Structs;
import io.espalier.signatures.json.Json;
import io.espalier.v1.DataSet;
import io.espalier.v1.PairedDifference;
import io.espalier.v1.SpecChange;
import io.espalier.v1.StudyCandidate;
import io.espalier.v1.StudyComparison;
import io.espalier.v1.StudyEvent;
import io.espalier.v1.StudyEvent.PhaseStarted;
import io.espalier.v1.StudyState;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sun.misc.Signal;

/** The commands about studies: what they send, print and exit with. */
class StudyCommandsTest {
    @TempDir Path folder;
    private final FakeNode node = new FakeNode();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void submit_study_sendsDataAndTheCanonicalSpecification() throws Exception {
        var file = StudyFolder.write(folder, StudyFolder.STUDY);
        var use = use("submit", file, "--json");
        assertThat(use.code()).as(use.err()).isZero();
        assertThat(use.json().path("state").asString()).isEqualTo("running");
        assertThat(node.uploaded.keySet()).containsExactly("tickets/train", "tickets/test");
        var request = node.submitted.getFirst();
        var spec = request.getSpec();
        assertThat(request.getContinueUnfinished()).isTrue();
        assertThat(spec.getVersion()).isEqualTo(1);
        assertThat(node.uploaded.values())
                .extracting(DataSet::getHash)
                .containsExactly(spec.getData().getTrain(), spec.getData().getTest());
        assertThat(spec.getData().getSplit().getFieldsOrThrow("validation").getNumberValue())
                .isEqualTo(0.3);
        assertThat(spec.getOptimizer().getStructValue().getFieldsOrThrow("k").getNumberValue())
                .isEqualTo(3);
        assertThat(spec.getBudget().getMetricCalls()).isEqualTo(100);
        assertThat(spec.getBudget().getMinutes()).isEqualTo(2.5);
        assertThat(spec.getBudget().hasTokens()).isFalse();
        assertThat(spec.getSeed()).isEqualTo(7);
        assertThat(spec.getModelsOrThrow("task").getStructValue().getFieldsOrThrow("provider"))
                .hasToString("string_value: \"embedded\"\n");
    }

    @Test
    void run_new_startsAnother() throws Exception {
        var use = use("run", StudyFolder.write(folder, StudyFolder.STUDY), "--new");
        assertThat(use.code()).isZero();
        assertThat(node.submitted.getFirst().getContinueUnfinished()).isFalse();
    }

    @Test
    void run_json_writesOneResultAndEventsOnStandardError() throws Exception {
        node.events.add(phase(1, "optimizing"));
        node.study.getTestBuilder().setBefore(0.4).setAfter(0.8).setExamples(10);
        var use = use("run", StudyFolder.write(folder, StudyFolder.STUDY), "--json");
        assertThat(use.code()).isZero();
        assertThat(use.out().lines()).hasSize(1);
        assertThat(use.json().at("/test/after").doubleValue()).isEqualTo(0.8);
        assertThat(use.json().path("release").asString()).isEqualTo("tickets@1");
        assertThat(use.json().path("metric_calls").isIntegralNumber()).isTrue();
        assertThat(use.err().lines().map(Json::parse))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.at("/phase/name").asString()).isEqualTo("optimizing"));
    }

    @Test
    void run_finished_saysWhatToDoNext() throws Exception {
        var use = use("run", StudyFolder.write(folder, StudyFolder.STUDY));
        assertThat(use.out())
                .contains("finished (done)")
                .contains("predict tickets@1 --input '{\"text\":\"ticket 20\"}' --server ")
                .contains("export tickets@1 --dspy");
    }

    @Test
    void run_failedStudy_exitsWithOneAndItsReason() throws Exception {
        node.study.setState(StudyState.FAILED).setReason("the endpoint refused the key");
        var use = use("run", StudyFolder.write(folder, StudyFolder.STUDY));
        assertThat(use.code()).isEqualTo(1);
        assertThat(use.out())
                .contains("because     the endpoint refused the key")
                .contains("resume " + FakeNode.ID);
    }

    @Test
    void run_failedByTheEndpoint_exitsWithThree() throws Exception {
        node.study.setState(StudyState.FAILED).setReason("the endpoint refused the key");
        node.study.getErrorsBuilder().setProvider(2).setMachine(1).setMetric(1);
        var file = StudyFolder.write(folder, StudyFolder.STUDY);
        assertThat(use("run", file).code()).isEqualTo(3);
        node.study.getErrorsBuilder().setMetric(3);
        assertThat(use("watch", FakeNode.ID).code()).isEqualTo(1);
    }

    @Test
    void run_faultyFile_sendsNothing() throws Exception {
        var text = StudyFolder.STUDY.replace("exact", "exakt");
        var use = use("run", StudyFolder.write(folder, text));
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.err()).contains("study.yaml:9: metric");
        assertThat(node.uploaded).isEmpty();
        assertThat(node.submitted).isEmpty();
    }

    @Test
    void submit_refusedByTheNode_locatesItsFaultsInTheFile() throws Exception {
        node.refusal =
                FakeNode.error(
                        Code.INVALID_ARGUMENT,
                        "INVALID_STUDY",
                        "1 fault",
                        "program.signature",
                        "no worker can run it");
        var use = use("submit", StudyFolder.write(folder, StudyFolder.STUDY), "--json");
        assertThat(use.code()).isEqualTo(2);
        var fault = use.json().at("/error/violations/0");
        assertThat(fault.path("field").asString()).isEqualTo("program.signature");
        assertThat(fault.path("line").asInt()).isEqualTo(5);
    }

    @Test
    void stopSignal_duringSubmitAndWatch_leavesTheStudyAndSaysSo() throws Exception {
        node.endless = true;
        var file = StudyFolder.write(folder, StudyFolder.STUDY);
        var running = CompletableFuture.supplyAsync(() -> use("submit", file, "--watch"));
        assertThat(node.watched.await(30, TimeUnit.SECONDS)).isTrue();
        // Not INT: a JVM that a shell started in the background ignores that one.
        Signal.raise(new Signal("TERM"));
        var use = running.get(30, TimeUnit.SECONDS);
        assertThat(use.code()).isEqualTo(143);
        assertThat(use.err()).contains("goes on with the study");
        assertThat(node.changes).isEmpty();
    }

    @Test
    void watch_json_writesEventsAndThenTheResult() {
        node.events.add(phase(1, "scoring"));
        node.events.add(phase(2, "optimizing"));
        var use = use("watch", "tickets", "--after", "1", "--json");
        assertThat(use.jsonLines()).hasSize(2);
        assertThat(use.jsonLines().getFirst().at("/phase/name").asString()).isEqualTo("optimizing");
        assertThat(use.jsonLines().getLast().path("state").asString()).isEqualTo("finished");
    }

    @Test
    void watch_streamThatEndsBeforeTheStudy_isNoResult() {
        node.study.setState(StudyState.RUNNING);
        var use = use("watch", "tickets", "--json");
        assertThat(use.code()).isEqualTo(3);
        assertThat(use.json().at("/error/code").asString()).isEqualTo("NODE_STOPPED");
    }

    @Test
    void list_manyPages_showsAll() {
        assertThat(use("list", "--json").jsonLines())
                .extracting(line -> line.path("study").asString())
                .containsExactly("newer", "older");
        assertThat(use("list").out().lines()).hasSize(2);
    }

    @Test
    void show_json_isTheResultWithItsProgram() {
        var shown = use("show", "tickets", "--json").json();
        assertThat(shown.path("name").asString()).isEqualTo("tickets");
        assertThat(shown.at("/program/adapter").asString()).isEqualTo("chat");
    }

    @Test
    void cancel_study_showsItsState() {
        assertThat(use("cancel", "0198").out()).isEqualTo("tickets cancelled\n");
        assertThat(node.changes).containsExactly("cancel 0198");
    }

    @Test
    void show_candidates_listsScoresParentsAndCosts() {
        node.candidates.add(candidate("unoptimized", 0.4, 100));
        node.candidates.add(
                candidate("seed 1", 0.82, 1300).toBuilder()
                        .addParents("unoptimized")
                        .setRationale("four demos of\n its own")
                        .setState(
                                Structs.struct(
                                        Json.parse(
                                                "{\"p\": {\"instruction\": \"Do.\", \"demos\": []}}")))
                        .setBest(true)
                        .putScores("e1", 1)
                        .build());
        var shown = use("show", "tickets", "--candidates");
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.out().lines().map(String::strip))
                .anyMatch(line -> line.matches("40.0 %  unoptimized +100 +7 +30"))
                .anyMatch(line -> line.matches("[*]  82.0 %  seed 1 +1,300 +7 +30  1 instruction"))
                .contains("from unoptimized: four demos of its own");
        var json = use("show", "tickets", "--json").json().path("candidates");
        assertThat(json).hasSize(2);
        assertThat(json.path(1).propertyNames())
                .contains("label", "parents", "rationale", "score", "scores", "state", "cost");
        assertThat(json.path(1).at("/scores/e1").asDouble()).isEqualTo(1);
        assertThat(json.path(1).at("/cost/metric_calls").asLong()).isEqualTo(1300);
    }

    private static StudyCandidate candidate(String label, double score, long calls) {
        var candidate = StudyCandidate.newBuilder().setLabel(label).setScore(score);
        candidate.getCostBuilder().setMetricCalls(calls).setModelCalls(7);
        candidate.getCostBuilder().getTokensBuilder().setPrompt(20).setCompletion(10);
        return candidate.build();
    }

    @Test
    void compare_studies_standSideBySideWithTheirDifference() {
        var first = node.study.build();
        var second = node.study.clone().setStudy("fedc").setOptimizer("gepa").setMetricCalls(1234);
        second.getValidationBuilder().setBefore(0.4).setAfter(0.825).setExamples(100);
        node.comparison =
                StudyComparison.newBuilder()
                        .addStudies(first)
                        .addStudies(second)
                        .addDifferences(
                                PairedDifference.newBuilder()
                                        .setStudy("fedc")
                                        .setAgainst(FakeNode.ID)
                                        .setExamples(100)
                                        .setMean(0.021)
                                        .setLow(-0.004)
                                        .setHigh(0.046))
                        .build();
        var use = use("compare", "tickets", "fedc");
        assertThat(use.code()).as(use.err()).isZero();
        assertThat(node.compared.getFirst().getStudiesList()).containsExactly("tickets", "fedc");
        assertThat(use.out().lines())
                .anyMatch(line -> line.matches("optimizer +labeled-few-shot +gepa"))
                .anyMatch(line -> line.matches("validation +- +40.0 % -> 82.5 %"))
                .anyMatch(line -> line.matches("metric calls +0 +1,234"))
                .anyMatch(line -> line.matches("difference +[+]2.1 points"))
                .anyMatch(line -> line.matches("  95 % +-0.4 to [+]4.6"));
        var json = use("compare", "tickets", "fedc", "--json").json();
        assertThat(json.at("/studies/1/optimizer").asString()).isEqualTo("gepa");
        assertThat(json.at("/differences/0/mean").asDouble()).isEqualTo(0.021);
    }

    @Test
    void compare_oneStudy_isUsage() {
        assertThat(use("compare", "tickets").code()).isEqualTo(2);
        assertThat(node.compared).isEmpty();
    }

    @Test
    void pick_aCandidate_namesItsRelease() {
        var use = use("pick", "tickets", "seed", "3");
        assertThat(use.code()).as(use.err()).isZero();
        assertThat(node.picked.getFirst().getStudy()).isEqualTo("tickets");
        assertThat(node.picked.getFirst().getCandidate()).isEqualTo("seed 3");
        assertThat(use.out())
                .startsWith("tickets@2  is the candidate 'seed 3'")
                .contains("predict tickets@2");
        var json = use("pick", "tickets", "seed 3", "--json").json();
        assertThat(json.at("/release").asString()).isEqualTo("tickets@2");
        assertThat(use("pick", "tickets").code()).isEqualTo(2);
    }

    @Test
    void fork_changes_areSentAsAStudyFileHasThem() {
        var use =
                use(
                        "fork",
                        "tickets",
                        "--set",
                        "budget.metric-calls=2000",
                        "--set",
                        "optimizer.effort=medium",
                        "--set",
                        "budget.minutes=");
        assertThat(use.code()).as(use.err()).isZero();
        assertThat(use.out()).contains("forked " + FakeNode.ID).contains("watch " + FakeNode.ID);
        var request = node.forked.getFirst();
        assertThat(request.getStudy()).isEqualTo("tickets");
        assertThat(request.hasSpec()).isFalse();
        assertThat(request.getRequestId()).isNotEmpty();
        assertThat(request.getChangesList())
                .extracting(SpecChange::getPath)
                .containsExactly("budget.metric-calls", "optimizer.effort", "budget.minutes");
        assertThat(request.getChanges(0).getValue().getNumberValue()).isEqualTo(2000);
        assertThat(request.getChanges(1).getValue().getStringValue()).isEqualTo("medium");
        assertThat(request.getChanges(2).getValue().hasNullValue()).isTrue();
    }

    @Test
    void fork_withAStudyFile_sendsItWithItsData() throws Exception {
        var file = StudyFolder.write(folder, StudyFolder.STUDY);
        var use = use("fork", "tickets", "--study", file, "--watch", "--json");
        assertThat(use.code()).as(use.err()).isZero();
        assertThat(use.json().path("state").asString()).isEqualTo("finished");
        assertThat(node.uploaded).hasSize(2);
        assertThat(node.forked.getFirst().getSpec().getName()).isEqualTo("tickets");
    }

    @Test
    void fork_changeWithoutAPath_isUsage() {
        assertThat(use("fork", "tickets", "--set", "seed").code()).isEqualTo(2);
        assertThat(use("fork", "tickets", "--set", "=8").code()).isEqualTo(2);
        assertThat(node.forked).isEmpty();
    }

    @Test
    void resume_withABudget_sendsItsLimits() {
        var use = use("resume", "tickets", "--budget", "metric-calls=900,minutes=2.5");
        assertThat(use.code()).as(use.err()).isZero();
        assertThat(use.out()).isEqualTo("tickets queued\n");
        assertThat(use("resume", "tickets").code()).isZero();
        var limits = node.resumed.getFirst().getBudget();
        assertThat(limits.getMetricCalls()).isEqualTo(900);
        assertThat(limits.getMinutes()).isEqualTo(2.5);
        assertThat(limits.hasTokens()).isFalse();
        assertThat(node.resumed.getLast().hasBudget()).isFalse();
    }

    @Test
    void resume_withWhatIsNoLimit_isUsage() {
        for (var wrong : List.of("metric-calls=many", "calls=5", "tokens=1.5", "minutes=-1")) {
            var use = use("resume", "tickets", "--budget", wrong);
            assertThat(use.code()).as(wrong).isEqualTo(2);
            assertThat(use.err()).contains("--budget " + wrong.substring(0, wrong.indexOf('=')));
        }
        assertThat(node.resumed).isEmpty();
    }

    @Test
    void show_unknownStudy_isNoAndNotAFaultOfTheUser() {
        node.refusal = FakeNode.error(Code.NOT_FOUND, "NO_STUDY", "no study 'x'");
        var use = use("show", "x", "--json");
        assertThat(use.code()).isEqualTo(1);
        assertThat(use.json().at("/error/code").asString()).isEqualTo("NO_STUDY");
        assertThat(use.json().at("/error/message").asString()).isEqualTo("no study 'x'");
    }

    @Test
    void server_notThere_isTheEnvironmentsFault() {
        var address = node.address();
        node.close();
        var use = CommandLineUse.of("list", "--server", address, "--json");
        assertThat(use.code()).isEqualTo(3);
        assertThat(use.json().at("/error/code").asString()).isEqualTo("NODE_UNAVAILABLE");
        assertThat(use.json().at("/error/message").asString()).contains(address);
    }

    @Test
    void server_noAddress_isUsage() {
        var use = CommandLineUse.of("list", "--server", "somewhere");
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.err()).contains("'somewhere' is not an address");
    }

    @Test
    void submit_noNodeOverTheHome_saysHowToStartOne() throws Exception {
        var file = StudyFolder.write(folder, StudyFolder.STUDY);
        var use = CommandLineUse.of("submit", file, "--home", folder.resolve("home"));
        assertThat(use.code()).isEqualTo(3);
        assertThat(use.err()).contains("espalier node").contains("--server");
    }

    private CommandLineUse use(Object... arguments) {
        var all = new java.util.ArrayList<Object>(java.util.List.of(arguments));
        all.add("--server");
        all.add(node.address());
        return CommandLineUse.of(all.toArray());
    }

    private static StudyEvent phase(long number, String name) {
        return StudyEvent.newBuilder()
                .setStudy(FakeNode.ID)
                .setNumber(number)
                .setPhase(PhaseStarted.newBuilder().setName(name))
                .build();
    }
}
