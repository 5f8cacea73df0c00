package io.espalier.deploy.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import io.espalier.v1.BudgetSpec;
import io.espalier.v1.CancelStudyRequest;
import io.espalier.v1.CompareStudiesRequest;
import io.espalier.v1.DataSet;
import io.espalier.v1.DataSetsGrpc;
import io.espalier.v1.ForkStudyRequest;
import io.espalier.v1.GetStudyProgramRequest;
import io.espalier.v1.GetStudyRequest;
import io.espalier.v1.ImportProgramRequest;
import io.espalier.v1.ListCandidatesRequest;
import io.espalier.v1.ListStudiesRequest;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.PauseStudyRequest;
import io.espalier.v1.PickCandidateRequest;
import io.espalier.v1.PredictRequest;
import io.espalier.v1.PredictResponse;
import io.espalier.v1.ProgramsGrpc;
import io.espalier.v1.Release;
import io.espalier.v1.ResumeStudyRequest;
import io.espalier.v1.StudiesGrpc;
import io.espalier.v1.Study;
import io.espalier.v1.StudyCandidate;
import io.espalier.v1.StudyComparison;
import io.espalier.v1.StudyEvent;
import io.espalier.v1.StudySpec;
import io.espalier.v1.SubmitStudyRequest;
import io.espalier.v1.UploadDataSetRequest;
import io.espalier.v1.WatchStudyRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A node's API, blocking. Every failure is an {@link io.espalier.deploy.CommandFailure}. */
public final class NodeClient implements AutoCloseable {
    private static final int CHUNK = 512 * 1024;
    private static final int LARGEST_MESSAGE = 64 << 20;

    private final NodeAddress node;
    private final ManagedChannel channel;
    private final StudiesGrpc.StudiesBlockingStub studies;

    public NodeClient(NodeAddress node) {
        this.node = node;
        this.channel =
                NettyChannelBuilder.forAddress(node.host(), node.port())
                        .usePlaintext()
                        .maxInboundMessageSize(LARGEST_MESSAGE)
                        .build();
        this.studies = StudiesGrpc.newBlockingStub(channel);
    }

    public NodeAddress node() {
        return node;
    }

    /**
     * @param continueUnfinished takes up an unfinished study of the same specification, where there
     *     is one
     */
    public Study submit(StudySpec spec, boolean continueUnfinished) {
        var request =
                SubmitStudyRequest.newBuilder()
                        .setSpec(spec)
                        .setRequestId(UUID.randomUUID().toString())
                        .setContinueUnfinished(continueUnfinished)
                        .build();
        return call(() -> studies.submit(request));
    }

    public Study get(String study) {
        return call(() -> studies.get(GetStudyRequest.newBuilder().setStudy(study).build()));
    }

    /** Every candidate of a study, each after those that it was made from. */
    public List<StudyCandidate> candidates(String study) {
        var request = ListCandidatesRequest.newBuilder().setStudy(study).build();
        return call(() -> studies.listCandidates(request).getCandidatesList());
    }

    /** Studies side by side, each against the first. */
    public StudyComparison compare(List<String> references) {
        var request = CompareStudiesRequest.newBuilder().addAllStudies(references).build();
        return call(() -> studies.compare(request));
    }

    /** Makes a release of a candidate. */
    public Release pick(String study, String candidate) {
        var request =
                PickCandidateRequest.newBuilder().setStudy(study).setCandidate(candidate).build();
        return call(() -> studies.pick(request));
    }

    /** All studies, newest first. */
    public List<Study> list() {
        return call(() -> {
            var all = new ArrayList<Study>();
            var token = "";
            do {
                var page =
                        studies.list(
                                ListStudiesRequest.newBuilder()
                                        .setPageSize(200)
                                        .setPageToken(token)
                                        .build());
                all.addAll(page.getStudiesList());
                token = page.getNextPageToken();
            } while (!token.isEmpty());
            return all;
        });
    }

    /**
     * Hands every event after number {@code after} to {@code watcher}, until the study ends or the
     * caller is interrupted.
     */
    public void watch(String study, long after, Consumer<StudyEvent> watcher) {
        var request = WatchStudyRequest.newBuilder().setStudy(study).setAfter(after).build();
        call(() -> {
            studies.watch(request).forEachRemaining(watcher);
            return study;
        });
    }

    public Study pause(String study) {
        return call(() -> studies.pause(PauseStudyRequest.newBuilder().setStudy(study).build()));
    }

    public Study resume(String study) {
        return call(() -> studies.resume(ResumeStudyRequest.newBuilder().setStudy(study).build()));
    }

    /**
     * @param limits each above the study's
     */
    public Study resume(String study, BudgetSpec limits) {
        var request = ResumeStudyRequest.newBuilder().setStudy(study).setBudget(limits).build();
        return call(() -> studies.resume(request));
    }

    /**
     * @param request without a request id
     */
    public Study fork(ForkStudyRequest.Builder request) {
        var forked = request.setRequestId(UUID.randomUUID().toString()).build();
        return call(() -> studies.fork(forked));
    }

    public Study cancel(String study) {
        return call(() -> studies.cancel(CancelStudyRequest.newBuilder().setStudy(study).build()));
    }

    public OptimizedProgram program(String study) {
        return call(() ->
                studies.getProgram(GetStudyProgramRequest.newBuilder().setStudy(study).build()));
    }

    /** Keeps a program that was optimized elsewhere as a new release. */
    public Release importProgram(ImportProgramRequest request) {
        return call(() -> ProgramsGrpc.newBlockingStub(channel).import_(request));
    }

    public PredictResponse predict(String program, List<Struct> inputs) {
        var request = PredictRequest.newBuilder().setProgram(program).addAllInputs(inputs).build();
        return call(() -> ProgramsGrpc.newBlockingStub(channel).predict(request));
    }

    /**
     * @param rows JSON lines
     */
    public DataSet upload(String name, byte[] rows) {
        var answer = new CompletableFuture<DataSet>();
        var chunks =
                DataSetsGrpc.newStub(channel)
                        .upload(
                                new StreamObserver<DataSet>() {
                                    @Override
                                    public void onNext(DataSet set) {
                                        answer.complete(set);
                                    }

                                    @Override
                                    public void onError(Throwable problem) {
                                        answer.completeExceptionally(problem);
                                    }

                                    @Override
                                    public void onCompleted() {
                                        if (!answer.isDone()) {
                                            answer.completeExceptionally(
                                                    new IllegalStateException(
                                                            "the node closed an upload without an answer"));
                                        }
                                    }
                                });
        var first = true;
        for (int from = 0; first || from < rows.length; from += CHUNK) {
            if (answer.isDone()) break;
            var chunk = UploadDataSetRequest.newBuilder();
            if (first) chunk.setName(name);
            chunk.setChunk(ByteString.copyFrom(rows, from, Math.min(CHUNK, rows.length - from)));
            chunks.onNext(chunk.build());
            first = false;
        }
        chunks.onCompleted();
        return call(() -> {
            try {
                return answer.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof StatusRuntimeException problem ? problem : e;
            }
        });
    }

    private <T> T call(Supplier<T> request) {
        try {
            return request.get();
        } catch (StatusRuntimeException e) {
            throw GrpcFailures.of(e, node);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
