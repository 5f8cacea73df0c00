package io.espalier.coordinator.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import io.espalier.cluster.v1.JobResult;
import io.espalier.cluster.v1.TrialContext;
import io.espalier.cluster.v1.TrialJob;
import io.espalier.coordinator.schedule.SchedulerProtocol;
import io.espalier.coordinator.schedule.SchedulerProtocol.Forget;
import io.espalier.coordinator.schedule.SchedulerProtocol.Results;
import io.espalier.coordinator.schedule.SchedulerProtocol.Run;
import io.espalier.coordinator.wire.Structs;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.OutcomeJson;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.DeclaredNumbers;
import io.espalier.signatures.program.ProgramReader;
import io.espalier.signatures.program.ProgramState;
import io.espalier.v1.OptimizedProgram;
import io.grpc.Context;
import io.grpc.Context.CancellationListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Runs programs on inputs, as jobs that nobody scores and no journal keeps. */
final class Predictions {
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final ActorSystem<?> system;
    private final ActorRef<SchedulerProtocol.Command> scheduler;

    Predictions(ActorSystem<?> system, ActorRef<SchedulerProtocol.Command> scheduler) {
        this.system = system;
        this.scheduler = scheduler;
    }

    /**
     * Blocks until all are done.
     *
     * @return one outcome per input, in order
     */
    List<Outcome> run(OptimizedProgram program, List<Struct> inputs) {
        if (inputs.isEmpty()) return List.of();
        var run = "predict-" + UUID.randomUUID();
        var jobs = new ArrayList<TrialJob>();
        for (int i = 0; i < inputs.size(); i++) {
            jobs.add(
                    TrialJob.newBuilder()
                            .setJob(run + "/" + i)
                            .setExample(
                                    ByteString.copyFromUtf8(
                                            Json.write(Structs.json(inputs.get(i)))))
                            .setExampleId("input " + (i + 1))
                            .build());
        }
        var answers = new CompletableFuture<Map<String, Outcome>>();
        var collector = system.systemActorOf(collect(jobs.size(), answers), run, Props.empty());
        scheduler.tell(new Run(run, context(run, program), state(program), jobs, collector));
        // gRPC tells of a caller that went away by the call's context.
        CancellationListener gone = _ -> answers.cancel(false);
        var call = Context.current();
        call.addListener(gone, Runnable::run);
        try {
            var outcomes = answers.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
            return jobs.stream().map(job -> one(outcomes, job)).toList();
        } catch (InterruptedException e) {
            // The caller went away.
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("the call was given up");
        } catch (CancellationException e) {
            throw ApiException.unavailable("the call was given up");
        } catch (ExecutionException | TimeoutException e) {
            throw ApiException.unavailable("no answer within " + LONGEST.toMinutes() + " minutes");
        } finally {
            call.removeListener(gone);
            scheduler.tell(new Forget(run));
            answers.cancel(false);
            collector.tell(new Results(List.of()));
        }
    }

    private static Outcome one(Map<String, Outcome> outcomes, TrialJob job) {
        var outcome = outcomes.get(job.getJob());
        if (outcome == null) throw new IllegalStateException("no answer for " + job.getJob());
        return outcome;
    }

    private static Behavior<Results> collect(
            int count, CompletableFuture<Map<String, Outcome>> answers) {
        var outcomes = new HashMap<String, Outcome>();
        return Behaviors.receiveMessage(results -> {
            for (JobResult result : results.results()) {
                outcomes.put(
                        result.getJob(),
                        OutcomeJson.read(Json.parse(result.getOutcome().toStringUtf8())));
            }
            if (outcomes.size() == count) answers.complete(outcomes);
            // Also once nobody waits any more.
            return answers.isDone() ? Behaviors.stopped() : Behaviors.same();
        });
    }

    /** With the order of the state's members, and floats where they are declared. */
    private static ByteString state(OptimizedProgram program) {
        var document = Structs.json(program.getProgram());
        var state = Structs.json(program.getState());
        // What a jar declares is known where the jar is.
        if (!document.has("java")) {
            var read = ProgramReader.read(document);
            state = DeclaredNumbers.restored(read, ProgramState.of(state)).toJson();
        }
        return ByteString.copyFromUtf8(Json.write(state));
    }

    private static TrialContext context(String run, OptimizedProgram program) {
        var models = Json.object();
        program.getModelsMap().forEach((role, model) -> models.set(role, Structs.json(model)));
        var context =
                TrialContext.newBuilder()
                        .setStudy(run)
                        .setProgram(
                                ByteString.copyFromUtf8(
                                        Json.canonical(Structs.json(program.getProgram()))))
                        .setModels(ByteString.copyFromUtf8(Json.canonical(models)))
                        .setAdapter(program.getAdapter().isEmpty() ? "chat" : program.getAdapter())
                        .setRole("task");
        if (program.hasFraming()) {
            context.setFraming(
                    ByteString.copyFromUtf8(Json.canonical(Structs.json(program.getFraming()))));
        }
        return context.build();
    }
}
