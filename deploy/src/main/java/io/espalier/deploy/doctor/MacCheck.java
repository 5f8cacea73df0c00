package io.espalier.deploy.doctor;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.espalier.worker.hardware.Hardware;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What only Macs have. Written from documentation: it has not been run on a Mac yet. */
record MacCheck(Hardware hardware) implements Check {
    private static final String UNTRIED = " (this check has not been run on a Mac yet)";

    private static final List<Path> MLX =
            List.of(
                    Path.of("/opt/homebrew/lib/libmlxc.dylib"),
                    Path.of("/usr/local/lib/libmlxc.dylib"));

    @Override
    public List<Diagnosis> look() {
        if (hardware.system() != Hardware.System.MACOS) {
            return List.of(Diagnosis.ok("mac", "not a Mac: CoreML and MLX not checked"));
        }
        return List.of(coreMl(), mlx());
    }

    private Diagnosis coreMl() {
        if (!hardware.appleSilicon()) {
            return Diagnosis.warn(
                    "coreml",
                    "no Apple silicon: ONNX Runtime runs on the CPU" + UNTRIED,
                    "nothing to do");
        }
        try {
            return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CORE_ML)
                    ? Diagnosis.ok("coreml", "ONNX Runtime offers CoreML" + UNTRIED)
                    : Diagnosis.warn(
                            "coreml",
                            "this ONNX Runtime has no CoreML" + UNTRIED,
                            "models run on the CPU; nothing to do");
        } catch (LinkageError e) {
            return Diagnosis.warn(
                    "coreml",
                    "ONNX Runtime does not load: " + e.getMessage() + UNTRIED,
                    "build again");
        }
    }

    private static Diagnosis mlx() {
        return MLX.stream()
                .filter(Files::exists)
                .findFirst()
                .map(file -> Diagnosis.ok("mlx", "MLX's C library is at " + file + UNTRIED))
                .orElseGet(() ->
                        Diagnosis.ok(
                                "mlx",
                                "MLX's C library is not installed; nothing here uses it yet"
                                        + UNTRIED));
    }
}
