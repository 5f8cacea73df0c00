package io.espalier.worker.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.espalier.cluster.v1.CancelTrial;
import io.espalier.cluster.v1.JobResult;
import io.espalier.cluster.v1.RunTrial;
import io.espalier.cluster.v1.TrialDone;
import io.espalier.cluster.v1.TrialJob;
import io.espalier.cluster.v1.TrialProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.ShardRegion.ClusterShardingStats;
import org.apache.pekko.cluster.sharding.typed.GetClusterShardingStats;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Trials in real clusters of one and of three nodes within this JVM; only the jobs themselves are
 * played.
 */
class TrialClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestCluster cluster = new TestCluster();
    private final Map<String, Set<String>> nodesByLane = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void trial_jobsDone_endsWithEveryResultOnce() {
        var region = node(List.of(), (_, job) -> result(job));
        var scheduler = probe(0);
        region.tell(trial("3/a", scheduler, 20));
        assertThat(untilDone(scheduler)).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void trial_slowJob_sendsFinishedOnesEarlyAndSignsOfLife() throws Exception {
        var release = new CountDownLatch(1);
        var region =
                node(
                        List.of(),
                        (_, job) -> {
                            if (job.getJob().equals("j0")) await(release);
                            return result(job);
                        });
        var scheduler = probe(0);
        region.tell(trial("3/a", scheduler, 5));
        region.tell(trial("3/a", scheduler, 5)); // asked twice: runs once
        var early = (TrialProgress) scheduler.receiveMessage(PATIENCE);
        assertThat(early.getResultsList())
                .extracting(JobResult::getJob)
                .containsExactlyInAnyOrder("j1", "j2", "j3", "j4");
        assertThat(((TrialProgress) scheduler.receiveMessage(PATIENCE)).getResultsList()).isEmpty();
        release.countDown();
        assertThat(untilDone(scheduler)).containsExactly("j0");
    }

    @Test
    void trial_cancelled_interruptsItsJobsAndSendsWhatItHas() throws Exception {
        var interrupted = new CountDownLatch(1);
        var started = new CountDownLatch(1);
        var region =
                node(
                        List.of(),
                        (_, job) -> {
                            if (!job.getJob().equals("j0")) return result(job);
                            started.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                Thread.currentThread().interrupt();
                            }
                            return result(job);
                        });
        var scheduler = probe(0);
        region.tell(trial("3/a", scheduler, 3));
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        region.tell(CancelTrial.newBuilder().setTrial("3/a").build());
        assertThat(untilDone(scheduler)).doesNotContain("j0");
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void trial_itsShardMovesAway_endsAtOnceWithWhatItHas() throws Exception {
        node(List.of(), bench(0));
        var started = new CountDownLatch(1);
        var shard = TestProbe.<ClusterSharding.ShardCommand>create(cluster.first());
        var entity =
                cluster.first()
                        .systemActorOf(
                                TrialEntity.create(
                                        shard.ref(),
                                        (_, job) -> {
                                            started.countDown();
                                            await(new CountDownLatch(1));
                                            return result(job);
                                        }),
                                "trial",
                                Props.empty());
        var scheduler = probe(0);
        entity.tell(new TrialEntity.Start(trial("3/a", scheduler, 1)));
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        // A shard that hands over sends this once and then waits for the entity's end.
        entity.tell(new TrialEntity.Stop());
        shard.expectTerminated(entity, PATIENCE);
        assertThat(untilDone(scheduler)).isEmpty();
    }

    @Test
    void trial_largeResults_travelInPieces() {
        var large = ByteString.copyFrom(new byte[100_000]);
        var region = node(List.of(), (_, job) -> result(job).toBuilder().setOutcome(large).build());
        var scheduler = probe(0);
        region.tell(trial("3/a", scheduler, 20));
        var jobs = new ArrayList<String>();
        Message message;
        do {
            message = scheduler.receiveMessage(PATIENCE);
            assertThat(message.getSerializedSize()).isLessThan(300_000);
            var results =
                    message instanceof TrialProgress progress
                            ? progress.getResultsList()
                            : ((TrialDone) message).getResultsList();
            results.forEach(r -> jobs.add(r.getJob()));
        } while (message instanceof TrialProgress);
        assertThat(jobs).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void lanes_workersOfUnequalCapacity_areSharedInProportion() {
        var region = node(List.of("capacity-1"), bench(0));
        node(List.of("capacity-2"), bench(1));
        node(List.of("capacity-3"), bench(2));
        awaitRegions(3);
        var scheduler = probe(0);
        for (int lane = 0; lane < 24; lane++) {
            region.tell(trial(lane + "/x", scheduler, 1));
            untilDone(scheduler);
        }
        var lanes = new HashMap<String, Integer>();
        nodesByLane
                .values()
                .forEach(nodes -> {
                    assertThat(nodes).hasSize(1);
                    lanes.merge(nodes.iterator().next(), 1, Integer::sum);
                });
        assertThat(lanes).isEqualTo(Map.of("0", 4, "1", 8, "2", 12));
    }

    @Test
    void lane_itsWorkerLeaves_movesToAnother() {
        var region = node(List.of(), bench(0));
        node(List.of(), bench(1));
        awaitRegions(2);
        var scheduler = probe(0);
        for (int lane = 0; lane < 8; lane++) {
            region.tell(trial(lane + "/x", scheduler, 1));
            untilDone(scheduler);
        }
        assertThat(nodesByLane.values().stream().flatMap(Set::stream).toList()).contains("0", "1");
        cluster.stopLast();
        nodesByLane.clear();
        for (int lane = 0; lane < 8; lane++) {
            region.tell(trial(lane + "/y", scheduler, 1));
            untilDone(scheduler);
        }
        assertThat(nodesByLane.values())
                .hasSize(8)
                .allSatisfy(nodes -> assertThat(nodes).containsExactly("0"));
    }

    /** Lanes are allotted among the workers that have made themselves known. */
    private void awaitRegions(int count) {
        var answers = TestProbe.create(ClusterShardingStats.class, cluster.first());
        answers.awaitAssert(
                PATIENCE,
                () -> {
                    ClusterSharding.get(cluster.first())
                            .shardState()
                            .tell(
                                    new GetClusterShardingStats(
                                            WorkerNode.TRIALS,
                                            Duration.ofSeconds(3),
                                            answers.ref()));
                    assertThat(answers.receiveMessage(PATIENCE).getRegions()).hasSize(count);
                    return null;
                });
    }

    private Workbench bench(int node) {
        return (trial, job) -> {
            var lane = trial.getTrial().substring(0, trial.getTrial().indexOf('/'));
            nodesByLane.computeIfAbsent(lane, _ -> new HashSet<>()).add(String.valueOf(node));
            return result(job);
        };
    }

    private ActorRef<Message> node(List<String> moreRoles, Workbench bench) {
        var roles = new ArrayList<>(moreRoles);
        roles.add(WorkerNode.ROLE);
        return WorkerNode.start(cluster.node(roles), bench);
    }

    private TestProbe<Message> probe(int node) {
        return TestProbe.create(Message.class, cluster.get(node));
    }

    private RunTrial trial(String id, TestProbe<Message> scheduler, int jobs) {
        var builder =
                RunTrial.newBuilder()
                        .setTrial(id)
                        .setReplyTo(
                                ActorRefResolver.get(cluster.first())
                                        .toSerializationFormat(scheduler.ref()))
                        .setState(ByteString.copyFromUtf8("{}"));
        for (int i = 0; i < jobs; i++) builder.addJobs(TrialJob.newBuilder().setJob("j" + i));
        return builder.build();
    }

    private static List<String> untilDone(TestProbe<Message> scheduler) {
        var jobs = new ArrayList<String>();
        while (true) {
            switch (scheduler.receiveMessage(PATIENCE)) {
                case TrialProgress progress ->
                        progress.getResultsList().forEach(r -> jobs.add(r.getJob()));
                case TrialDone done -> {
                    done.getResultsList().forEach(r -> jobs.add(r.getJob()));
                    return jobs;
                }
                case Message other -> throw new AssertionError("unexpected " + other);
            }
        }
    }

    private static JobResult result(TrialJob job) {
        return JobResult.newBuilder().setJob(job.getJob()).build();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
