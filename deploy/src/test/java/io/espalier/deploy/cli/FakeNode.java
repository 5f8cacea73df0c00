package io.espalier.deploy.cli;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.espalier.signatures.data.DataFiles;
import io.espalier.v1.CancelStudyRequest;
import io.espalier.v1.CompareStudiesRequest;
import io.espalier.v1.DataSet;
import io.espalier.v1.DataSetsGrpc;
import io.espalier.v1.ForkStudyRequest;
import io.espalier.v1.GetStudyProgramRequest;
import io.espalier.v1.GetStudyRequest;
import io.espalier.v1.ImportProgramRequest;
import io.espalier.v1.ListCandidatesRequest;
import io.espalier.v1.ListCandidatesResponse;
import io.espalier.v1.ListStudiesRequest;
import io.espalier.v1.ListStudiesResponse;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.PickCandidateRequest;
import io.espalier.v1.PredictRequest;
import io.espalier.v1.PredictResponse;
import io.espalier.v1.Prediction;
import io.espalier.v1.ProgramsGrpc;
import io.espalier.v1.Release;
import io.espalier.v1.ResumeStudyRequest;
import io.espalier.v1.StudiesGrpc;
import io.espalier.v1.Study;
import io.espalier.v1.StudyCandidate;
import io.espalier.v1.StudyComparison;
import io.espalier.v1.StudyEvent;
import io.espalier.v1.StudyState;
import io.espalier.v1.SubmitStudyRequest;
import io.espalier.v1.UploadDataSetRequest;
import io.espalier.v1.WatchStudyRequest;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A node on the loopback that answers as the test says and remembers what it was asked. */
final class FakeNode implements AutoCloseable {
    static final String ID = "0198a1b2c3d4e5f6";

    final Map<String, DataSet> uploaded = new LinkedHashMap<>();
    final List<SubmitStudyRequest> submitted = new ArrayList<>();
    final List<StudyCandidate> candidates = new ArrayList<>();
    final List<CompareStudiesRequest> compared = new ArrayList<>();
    final List<PickCandidateRequest> picked = new ArrayList<>();
    StudyComparison comparison = StudyComparison.getDefaultInstance();
    final List<ForkStudyRequest> forked = new ArrayList<>();
    final List<ResumeStudyRequest> resumed = new ArrayList<>();
    final List<PredictRequest> predicted = new ArrayList<>();
    final List<ImportProgramRequest> imported = new ArrayList<>();
    final List<String> changes = new ArrayList<>();
    final List<StudyEvent> events = new ArrayList<>();

    /** Counted down once somebody watches. */
    final CountDownLatch watched = new CountDownLatch(1);

    /** A study that never ends, for those who stop watching. */
    boolean endless;

    Study.Builder study =
            Study.newBuilder()
                    .setStudy(ID)
                    .setName("tickets")
                    .setState(StudyState.FINISHED)
                    .setReason("done")
                    .setOptimizer("labeled-few-shot")
                    .setSeed(7)
                    .setRelease("tickets@1");

    OptimizedProgram.Builder program =
            OptimizedProgram.newBuilder().setStudy(ID).setAdapter("chat");

    /** In place of every answer about studies. */
    @Nullable StatusRuntimeException refusal;

    private final Server server;

    FakeNode() {
        try {
            server =
                    NettyServerBuilder.forAddress(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                            .addService(new Studies())
                            .addService(new DataSets())
                            .addService(new Programs())
                            .build()
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** An error as a node writes it. */
    static StatusRuntimeException error(
            Code code, String reason, String message, String... faults) {
        var status =
                com.google.rpc.Status.newBuilder().setCode(code.getNumber()).setMessage(message);
        status.addDetails(Any.pack(ErrorInfo.newBuilder().setReason(reason).build()));
        var request = BadRequest.newBuilder();
        for (int i = 0; i < faults.length; i += 2) {
            request.addFieldViolations(
                    FieldViolation.newBuilder().setField(faults[i]).setDescription(faults[i + 1]));
        }
        if (faults.length > 0) status.addDetails(Any.pack(request.build()));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static <T> void answer(StreamObserver<T> to, T value) {
        to.onNext(value);
        to.onCompleted();
    }

    private final class Studies extends StudiesGrpc.StudiesImplBase {
        @Override
        public void submit(SubmitStudyRequest request, StreamObserver<Study> to) {
            submitted.add(request);
            reply(to, study.clone().setState(StudyState.RUNNING).build());
        }

        @Override
        public void listCandidates(
                ListCandidatesRequest request, StreamObserver<ListCandidatesResponse> to) {
            reply(to, ListCandidatesResponse.newBuilder().addAllCandidates(candidates).build());
        }

        @Override
        public void compare(CompareStudiesRequest request, StreamObserver<StudyComparison> to) {
            compared.add(request);
            reply(to, comparison);
        }

        @Override
        public void pick(PickCandidateRequest request, StreamObserver<Release> to) {
            picked.add(request);
            reply(to, Release.newBuilder().setRelease("tickets@2").setStudy(ID).build());
        }

        @Override
        public void fork(ForkStudyRequest request, StreamObserver<Study> to) {
            forked.add(request);
            reply(to, study.clone().setForkedFrom(ID).setState(StudyState.QUEUED).build());
        }

        @Override
        public void resume(ResumeStudyRequest request, StreamObserver<Study> to) {
            resumed.add(request);
            reply(to, study.clone().setState(StudyState.QUEUED).build());
        }

        @Override
        public void get(GetStudyRequest request, StreamObserver<Study> to) {
            reply(to, study.build());
        }

        @Override
        public void list(ListStudiesRequest request, StreamObserver<ListStudiesResponse> to) {
            var first = request.getPageToken().isEmpty();
            var page = ListStudiesResponse.newBuilder();
            page.addStudies(study.clone().setStudy(first ? "newer" : "older"));
            reply(to, page.setNextPageToken(first ? "more" : "").build());
        }

        @Override
        public void watch(WatchStudyRequest request, StreamObserver<StudyEvent> to) {
            events.stream().filter(e -> e.getNumber() > request.getAfter()).forEach(to::onNext);
            watched.countDown();
            if (!endless) to.onCompleted();
        }

        @Override
        public void cancel(CancelStudyRequest request, StreamObserver<Study> to) {
            changes.add("cancel " + request.getStudy());
            reply(to, study.clone().setState(StudyState.CANCELLED).build());
        }

        @Override
        public void getProgram(
                GetStudyProgramRequest request, StreamObserver<OptimizedProgram> to) {
            reply(to, program.build());
        }

        private <T> void reply(StreamObserver<T> to, T value) {
            if (refusal == null) answer(to, value);
            else to.onError(refusal);
        }
    }

    private final class DataSets extends DataSetsGrpc.DataSetsImplBase {
        @Override
        public StreamObserver<UploadDataSetRequest> upload(StreamObserver<DataSet> to) {
            return new StreamObserver<>() {
                private String name = "";
                private ByteString rows = ByteString.EMPTY;

                @Override
                public void onNext(UploadDataSetRequest chunk) {
                    if (!chunk.getName().isEmpty()) name = chunk.getName();
                    rows = rows.concat(chunk.getChunk());
                }

                @Override
                public void onError(Throwable problem) {
                    throw new IllegalStateException(problem);
                }

                @Override
                public void onCompleted() {
                    var set = DataFiles.jsonLines(rows.toString(StandardCharsets.UTF_8), name);
                    var kept =
                            DataSet.newBuilder()
                                    .setName(name)
                                    .setHash(set.hash())
                                    .setRows(set.size())
                                    .build();
                    uploaded.put(name, kept);
                    answer(to, kept);
                }
            };
        }
    }

    private final class Programs extends ProgramsGrpc.ProgramsImplBase {
        @Override
        public void import_(ImportProgramRequest request, StreamObserver<Release> to) {
            imported.add(request);
            answer(to, Release.newBuilder().setRelease(request.getName() + "@1").build());
        }

        @Override
        public void predict(PredictRequest request, StreamObserver<PredictResponse> to) {
            predicted.add(request);
            var response = PredictResponse.newBuilder().setRelease("tickets@1");
            for (var input : request.getInputsList()) {
                var text = input.getFieldsOrThrow("text");
                response.addPredictions(
                        text.getStringValue().isEmpty()
                                ? Prediction.newBuilder().setError("data: text is empty")
                                : Prediction.newBuilder()
                                        .setOutputs(
                                                com.google.protobuf.Struct.newBuilder()
                                                        .putFields("answer", text)));
            }
            answer(to, response.build());
        }
    }
}
