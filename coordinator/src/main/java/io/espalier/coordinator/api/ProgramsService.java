package io.espalier.coordinator.api;

import io.espalier.coordinator.store.Programs;
import io.espalier.coordinator.store.Studies;
import io.espalier.coordinator.wire.Structs;
import io.espalier.signatures.job.Outcome;
import io.espalier.v1.ImportProgramRequest;
import io.espalier.v1.PredictRequest;
import io.espalier.v1.PredictResponse;
import io.espalier.v1.Prediction;
import io.espalier.v1.ProgramsGrpc;
import io.espalier.v1.Release;
import io.espalier.v1.TokenCounts;
import io.grpc.stub.StreamObserver;

/** The Programs service. */
final class ProgramsService extends ProgramsGrpc.ProgramsImplBase {
    private static final int MOST_INPUTS = 10_000;
    private static final double NANOS = 1e9;

    private final References references;
    private final Predictions predictions;
    private final ProgramImports imports;

    ProgramsService(Studies studies, Programs programs, Predictions predictions) {
        this.references = new References(studies, programs);
        this.predictions = predictions;
        this.imports = new ProgramImports(programs);
    }

    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
        Answers.unary(observer, () -> predict(request));
    }

    private PredictResponse predict(PredictRequest request) {
        if (request.getProgram().isBlank()) {
            throw ApiException.wrong("program", "is empty; give a release or a study");
        }
        if (request.getInputsCount() > MOST_INPUTS) {
            throw ApiException.wrong(
                    "inputs",
                    request.getInputsCount()
                            + " are too many for one call (expected: at most "
                            + MOST_INPUTS
                            + ")");
        }
        var program = references.program(request.getProgram());
        var response = PredictResponse.newBuilder().setRelease(program.getRelease());
        for (var outcome : predictions.run(program, request.getInputsList())) {
            response.addPredictions(prediction(outcome));
        }
        return response.build();
    }

    private static Prediction prediction(Outcome outcome) {
        var usage = outcome.usage();
        var prediction =
                Prediction.newBuilder()
                        .setSeconds(outcome.duration().toNanos() / NANOS)
                        .setTokens(
                                TokenCounts.newBuilder()
                                        .setPrompt(usage.prompt())
                                        .setCompletion(usage.completion())
                                        .setCached(usage.cached()));
        var outputs = outcome.prediction();
        if (outputs != null) prediction.setOutputs(Structs.struct(outputs.toJson()));
        var failure = outcome.failure();
        if (failure != null) {
            prediction.setError(failure.blame().label() + ": " + failure.message());
        }
        return prediction.build();
    }

    @Override
    public void import_(ImportProgramRequest request, StreamObserver<Release> observer) {
        Answers.unary(observer, () -> imports.keep(request));
    }
}
