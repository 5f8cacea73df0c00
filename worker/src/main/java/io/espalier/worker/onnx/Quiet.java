package io.espalier.worker.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import org.slf4j.LoggerFactory;

/**
 * The one way to ONNX Runtime's environment. From 1.29 on the runtime reports its use to its
 * maker's servers unless a variable of the process's environment is set when its library is loaded
 * (and its reporting overflows the stack where the command line is long). A worker handles private
 * data, so the variable is set here, by C's own {@code setenv}, whoever started the process.
 */
final class Quiet {
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private Quiet() {}

    static OrtEnvironment environment() {
        return Loaded.ENVIRONMENT;
    }

    /** Loads the library, once, after the variable is set. */
    private static final class Loaded {
        static final OrtEnvironment ENVIRONMENT = load();

        private static OrtEnvironment load() {
            if (System.getenv(VARIABLE) == null) silence();
            return OrtEnvironment.getEnvironment();
        }

        private static void silence() {
            var linker = Linker.nativeLinker();
            var setenv =
                    linker.defaultLookup()
                            .find("setenv")
                            .map(address ->
                                    linker.downcallHandle(
                                            address,
                                            FunctionDescriptor.of(
                                                    ValueLayout.JAVA_INT,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.ADDRESS,
                                                    ValueLayout.JAVA_INT)));
            if (setenv.isEmpty()) {
                LoggerFactory.getLogger(Quiet.class)
                        .warn("set {}=1, or ONNX Runtime reports its use", VARIABLE);
                return;
            }
            try (var arena = Arena.ofConfined()) {
                int unused =
                        (int)
                                setenv.get()
                                        .invokeExact(
                                                arena.allocateFrom(VARIABLE),
                                                arena.allocateFrom("1"),
                                                1);
            } catch (Throwable e) {
                throw new IllegalStateException("setenv failed", e);
            }
        }
    }
}
