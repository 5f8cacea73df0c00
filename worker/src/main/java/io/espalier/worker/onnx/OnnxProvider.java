package io.espalier.worker.onnx;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.worker.hardware.Hardware;
import io.espalier.worker.provider.Finding;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.OpenModel;
import io.espalier.worker.provider.Provider;
import io.espalier.worker.provider.Shared;
import java.nio.file.Path;

/**
 * Runs {@code embedded}, the model that ships with Espalier, and {@code onnx}, a model folder on
 * this machine. Entries that name the same folder share one engine.
 */
public final class OnnxProvider implements Provider {

    private final Shared<Path, OnnxModel> engines = new Shared<>(OnnxModel::open);

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public boolean supports(ModelSpec spec) {
        return spec.provider().equals("onnx") || spec.provider().equals("embedded");
    }

    @Override
    public Finding detect(Hardware hardware) {
        var machine =
                "%s %s, %d %s"
                        .formatted(
                                hardware.system().label(),
                                hardware.architecture(),
                                hardware.cores(),
                                hardware.cores() == 1 ? "core" : "cores");
        try {
            Quiet.environment();
        } catch (Throwable e) { // a native library that is not there is a LinkageError
            return Finding.unusable(
                    "ONNX Runtime has no native library for " + machine + ": " + e.getMessage());
        }
        if (hardware.appleSilicon()) {
            return Finding.usable(
                    "ONNX Runtime on CPU: %s, %s; large models also try CoreML (this path has not yet been run on a Mac)"
                            .formatted(machine, hardware.chip()));
        }
        var reason = hardware.system() == Hardware.System.MACOS ? "not Apple silicon" : "not macOS";
        return Finding.usable(
                "ONNX Runtime on CPU: %s; CoreML not available: %s".formatted(machine, reason));
    }

    @Override
    public OpenModel open(ModelSpec spec, ModelPlaces places) {
        var path = spec.provider().equals("embedded") ? places.embedded() : folder(spec);
        return new Configured(engines.hold(path), spec);
    }

    private static Path folder(ModelSpec spec) {
        if (spec.path() == null) {
            throw new ModelException(
                    Blame.PROVIDER, "models: provider onnx needs path, the model folder");
        }
        return Path.of(spec.path()).toAbsolutePath().normalize();
    }

    /** A model with the entry's sampling as defaults. */
    private record Configured(Shared<Path, OnnxModel>.Hold hold, ModelSpec spec)
            implements OpenModel {
        @Override
        public Completion complete(ModelRequest request) {
            return hold.value()
                    .complete(request.withSampling(request.sampling().orElse(spec.sampling())));
        }

        @Override
        public String describe() {
            return hold.value().describe();
        }

        @Override
        public void close() {
            hold.close();
        }
    }
}
