package io.espalier.worker.hardware;

import java.util.Locale;

/**
 * The machine under this process.
 *
 * @param architecture {@code x86_64} or {@code aarch64}; another name as the system gives it
 * @param chip the processor's own name, such as {@code Apple M4 Pro}
 * @param cores processors that this process may use
 * @param physicalCores cores without their hyper-threads, as far as the system tells
 */
public record Hardware(
        System system,
        String architecture,
        String chip,
        int cores,
        int physicalCores,
        long memoryBytes) {

    /** An operating system family. */
    public enum System {
        MACOS("macOS"),
        LINUX("Linux"),
        WINDOWS("Windows"),
        OTHER("an unknown system");

        private final String label;

        System(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        static System of(String osName) {
            var name = osName.toLowerCase(Locale.ROOT);
            if (name.startsWith("mac")) {
                return MACOS;
            }
            if (name.startsWith("linux")) {
                return LINUX;
            }
            return name.startsWith("windows") ? WINDOWS : OTHER;
        }
    }

    /** Looks once. */
    public static Hardware detect() {
        return Detected.HARDWARE;
    }

    /** A Mac with Apple's own chip: the machines that have MLX and CoreML. */
    public boolean appleSilicon() {
        return system == System.MACOS && architecture.equals("aarch64");
    }

    /** One line, for people. */
    public String describe() {
        return "%s %s, %s, %d %s, %.0f GiB"
                .formatted(
                        system.label(),
                        architecture,
                        chip,
                        cores,
                        cores == 1 ? "core" : "cores",
                        memoryBytes / (double) (1L << 30));
    }

    static String architectureOf(String osArch) {
        return switch (osArch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> osArch;
        };
    }

    private static final class Detected {
        static final Hardware HARDWARE = look();

        private static Hardware look() {
            var system = System.of(java.lang.System.getProperty("os.name", ""));
            var cores = Runtime.getRuntime().availableProcessors();
            var probe = Probe.of(system);
            return new Hardware(
                    system,
                    architectureOf(java.lang.System.getProperty("os.arch", "")),
                    probe.chip(),
                    cores,
                    Math.clamp(probe.physicalCores(), 1, cores),
                    probe.memoryBytes());
        }
    }
}
