package io.espalier.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.espalier.cluster.v1.CancelTrial;
import io.espalier.cluster.v1.JobResult;
import io.espalier.cluster.v1.RunTrial;
import io.espalier.cluster.v1.TrialContext;
import io.espalier.cluster.v1.TrialDone;
import io.espalier.cluster.v1.TrialJob;
import io.espalier.cluster.v1.TrialProgress;
import io.espalier.coordinator.schedule.SchedulerProtocol.Command;
import io.espalier.coordinator.schedule.SchedulerProtocol.Dropped;
import io.espalier.coordinator.schedule.SchedulerProtocol.Forget;
import io.espalier.coordinator.schedule.SchedulerProtocol.Results;
import io.espalier.coordinator.schedule.SchedulerProtocol.Run;
import io.espalier.coordinator.schedule.SchedulerProtocol.Withdraw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scheduler before a region that the test plays, in simulated time. */
class SchedulerTest {
    private static final Scheduler.Settings SETTINGS =
            new Scheduler.Settings(4, 16, Duration.ofSeconds(15), 3);

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final AtomicLong nanos = new AtomicLong();
    private final TestProbe<Message> region = kit.createTestProbe(Message.class);
    private final TestProbe<Results> study = kit.createTestProbe(Results.class);
    private final ActorRef<Command> scheduler =
            kit.spawn(
                    Scheduler.create(
                            SETTINGS, new Slicing(4, 8, 100_000), region.ref(), nanos::get));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void run_moreJobsThanWindows_answersEachOnceAndNeverOverfillsALane() {
        scheduler.tell(run("s", 200));
        var answered = new ArrayList<String>();
        var perLane = new int[4];
        var open = new ArrayList<RunTrial>();
        while (answered.size() < 200) {
            // 4 lanes of at most 16 jobs; slices of at most 8 make at least 8 trials where there is
            // work.
            open.add(region.expectMessageClass(RunTrial.class));
            var newest = open.getLast();
            var lane = lane(newest);
            perLane[lane] += newest.getJobsCount();
            assertThat(perLane[lane]).isLessThanOrEqualTo(16);
            if (open.size() < 3 && answered.size() + jobs(open) < 200) continue;
            for (var trial : open) {
                perLane[lane(trial)] -= trial.getJobsCount();
                done(trial, trial.getJobsList());
                answers().forEach(r -> answered.add(r.getJob()));
            }
            open.clear();
        }
        assertThat(answered).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void run_twoStudies_takeTurns() {
        scheduler.tell(run("first", 400));
        scheduler.tell(run("second", 8));
        RunTrial trial;
        int before = 0;
        do {
            trial = region.expectMessageClass(RunTrial.class);
            before++;
            done(trial, trial.getJobsList());
        } while (!trial.getContext().getStudy().equals("second"));
        // The first study fills the windows (8 trials of 8 jobs) before the second arrives; in line
        // it would wait for 50.
        assertThat(before).isLessThan(20);
    }

    @Test
    void withdraw_midRun_dropsWhatWaitsAndAnswersWhatRuns() {
        var asker = kit.createTestProbe(Dropped.class);
        scheduler.tell(run("s", 200)); // more than all windows hold
        scheduler.tell(new Withdraw("s", asker.ref()));
        var dropped = asker.receiveMessage().jobs();
        int running = 200 - dropped.size();
        assertThat(running).isBetween(1, 4 * 16);
        int answered = 0;
        while (answered < running) {
            var trial = region.expectMessageClass(RunTrial.class);
            assertThat(trial.getJobsList()).noneMatch(job -> dropped.contains(job.getJob()));
            done(trial, trial.getJobsList());
            answered += answers().size();
        }
        region.expectNoMessage();
        scheduler.tell(new Withdraw("s", asker.ref()));
        assertThat(asker.receiveMessage().jobs()).as("nothing waits").isEmpty();
    }

    @Test
    void silentTrial_itsOpenJobsOnly_areAskedOnAnotherLane() {
        scheduler.tell(run("s", 4));
        var lost = region.expectMessageClass(RunTrial.class);
        progress(lost, lost.getJobsList().subList(0, 1));
        assertThat(answers()).hasSize(1);

        pass(Duration.ofSeconds(20));

        assertThat(region.expectMessageClass(CancelTrial.class).getTrial())
                .isEqualTo(lost.getTrial());
        var again = region.expectMessageClass(RunTrial.class);
        assertThat(again.getJobsList()).isEqualTo(lost.getJobsList().subList(1, 4));
        assertThat(lane(again)).isNotEqualTo(lane(lost));
        done(lost, lost.getJobsList()); // the lost worker was only slow: too late, answered once
        done(again, again.getJobsList());
        assertThat(answers()).hasSize(3);
        study.expectNoMessage();
    }

    @Test
    void trialThatShowsLife_isNotAskedAgain() {
        scheduler.tell(run("s", 4));
        var slow = region.expectMessageClass(RunTrial.class);
        for (int i = 0; i < 3; i++) {
            pass(Duration.ofSeconds(10));
            progress(slow, slow.getJobsList().subList(i, i + 1));
            answers(); // the scheduler has heard it before time goes on
        }
        region.expectNoMessage();
    }

    @Test
    void silentTrial_afterAllTries_comesBackAsTheMachinesFailure() {
        scheduler.tell(run("s", 4));
        for (int i = 0; i < SETTINGS.tries(); i++) {
            region.expectMessageClass(RunTrial.class);
            pass(Duration.ofSeconds(20));
            region.expectMessageClass(CancelTrial.class);
        }
        var results = answers();
        assertThat(results).hasSize(4);
        assertThat(results)
                .allSatisfy(r ->
                        assertThat(r.getOutcome().toStringUtf8())
                                .contains("machine")
                                .contains("is a worker in the cluster?"));
    }

    @Test
    void trialGivenUpByItsWorker_isAskedAgain() {
        scheduler.tell(run("s", 4));
        var moved = region.expectMessageClass(RunTrial.class);
        done(moved, moved.getJobsList().subList(0, 3));
        assertThat(answers()).hasSize(3);
        assertThat(region.expectMessageClass(RunTrial.class).getJobsList())
                .isEqualTo(moved.getJobsList().subList(3, 4));
    }

    @Test
    void results_ofTrialsSideBySide_travelTogether() {
        scheduler.tell(run("s", 24));
        var trials =
                IntStream.range(0, 3)
                        .mapToObj(_ -> region.expectMessageClass(RunTrial.class))
                        .toList();
        progress(trials.get(0), trials.get(0).getJobsList().subList(0, 2));
        progress(trials.get(1), trials.get(1).getJobsList().subList(0, 3));
        study.expectNoMessage(); // while time stands still
        assertThat(answers()).hasSize(5);
    }

    @Test
    void results_theLastOfAStudy_travelAtOnce() {
        scheduler.tell(run("s", 4));
        var trial = region.expectMessageClass(RunTrial.class);
        progress(trial, trial.getJobsList().subList(0, 1));
        done(trial, trial.getJobsList().subList(1, 4));
        assertThat(study.receiveMessage().results()).hasSize(4); // time stands still
    }

    @Test
    void jobThatFailedForItsWorker_isAskedOnceOnAnother() {
        scheduler.tell(run("s", 8));
        var first = region.expectMessageClass(RunTrial.class);
        var second = region.expectMessageClass(RunTrial.class);
        done(second, "healthy", false);
        assertThat(answers()).hasSize(4);

        done(first, "broken", true);

        var again = region.expectMessageClass(RunTrial.class);
        assertThat(again.getJobsList()).isEqualTo(first.getJobsList());
        assertThat(lane(again)).isNotEqualTo(lane(first));
        study.expectNoMessage();
        done(again, "healthy", true); // there, too: it is an answer now
        assertThat(answers()).hasSize(4).allSatisfy(r -> assertThat(r.getElsewhere()).isTrue());
        region.expectNoMessage();
    }

    @Test
    void jobThatFailedForTheOnlyWorker_isAnswered() {
        scheduler.tell(run("s", 4));
        done(region.expectMessageClass(RunTrial.class), "only", true);
        assertThat(answers()).hasSize(4);
        region.expectNoMessage();
    }

    @Test
    void forget_studyThatRuns_isCancelledAndAnswersNothingMore() {
        scheduler.tell(run("s", 4));
        var trial = region.expectMessageClass(RunTrial.class);
        scheduler.tell(new Forget("s"));
        assertThat(region.expectMessageClass(CancelTrial.class).getTrial())
                .isEqualTo(trial.getTrial());
        done(trial, trial.getJobsList());
        study.expectNoMessage();
    }

    private Run run(String name, int jobs) {
        var list =
                IntStream.range(0, jobs)
                        .mapToObj(i -> TrialJob.newBuilder().setJob(name + i).build())
                        .toList();
        return new Run(
                name,
                TrialContext.newBuilder().setStudy(name).build(),
                ByteString.copyFromUtf8("{}"),
                list,
                study.ref());
    }

    /** The next results; such as wait for company come once time goes on. */
    private List<JobResult> answers() {
        return study.awaitAssert(() -> {
            time.timePasses(Duration.ofMillis(60));
            return study.receiveMessage(Duration.ofMillis(100)).results();
        });
    }

    private void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        time.timePasses(duration);
    }

    private void done(RunTrial trial, List<TrialJob> jobs) {
        replyTo(trial)
                .tell(
                        TrialDone.newBuilder()
                                .setTrial(trial.getTrial())
                                .addAllResults(results(jobs))
                                .build());
    }

    private void done(RunTrial trial, String worker, boolean elsewhere) {
        var done = TrialDone.newBuilder().setTrial(trial.getTrial()).setWorker(worker);
        for (var result : results(trial.getJobsList())) {
            done.addResults(result.toBuilder().setElsewhere(elsewhere));
        }
        replyTo(trial).tell(done.build());
    }

    private void progress(RunTrial trial, List<TrialJob> jobs) {
        replyTo(trial)
                .tell(
                        TrialProgress.newBuilder()
                                .setTrial(trial.getTrial())
                                .addAllResults(results(jobs))
                                .build());
    }

    private ActorRef<Message> replyTo(RunTrial trial) {
        return ActorRefResolver.get(kit.system()).resolveActorRef(trial.getReplyTo());
    }

    private static List<JobResult> results(List<TrialJob> jobs) {
        return jobs.stream()
                .map(job -> JobResult.newBuilder().setJob(job.getJob()).build())
                .toList();
    }

    private static int lane(RunTrial trial) {
        return Integer.parseInt(trial.getTrial().substring(0, trial.getTrial().indexOf('/')));
    }

    private static int jobs(List<RunTrial> trials) {
        return trials.stream().mapToInt(RunTrial::getJobsCount).sum();
    }
}
