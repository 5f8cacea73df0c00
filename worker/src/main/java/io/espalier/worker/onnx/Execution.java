package io.espalier.worker.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.espalier.worker.hardware.Hardware;
import java.util.Map;

/**
 * How ONNX Runtime runs a model on this machine.
 *
 * @param decoders sessions side by side, each with its own thread and batch
 * @param threads of one session's operators
 * @param coreMl try Apple's execution provider, which takes the operators that it knows
 */
record Execution(int decoders, int threads, boolean coreMl) {

    /** Below this, an operator is too short to be worth splitting over threads. */
    private static final long SMALL_MODEL_BYTES = 64L << 20;

    /**
     * A small model runs in several decoders of one thread each: its operators take microseconds,
     * and handing them between threads costs more than it gains. A large one gets all cores.
     */
    static Execution of(Hardware hardware, long modelBytes) {
        return modelBytes < SMALL_MODEL_BYTES
                ? new Execution(Math.clamp(hardware.physicalCores(), 1, 4), 1, false)
                : new Execution(1, hardware.physicalCores(), hardware.appleSilicon());
    }

    SessionOptions options() throws OrtException {
        var options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        if (coreMl) {
            options.addCoreML(Map.of("ModelFormat", "MLProgram"));
        }
        return options;
    }

    String describe() {
        return "%d decoder%s of %d thread%s%s"
                .formatted(
                        decoders,
                        decoders == 1 ? "" : "s",
                        threads,
                        threads == 1 ? "" : "s",
                        coreMl ? ", CoreML where it can" : "");
    }
}
