package io.espalier.deploy.doctor;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The JDK that runs this, and whether it starts from its cache. */
final class JavaCheck implements Check {
    private static final int OLDEST = 25;

    @Override
    public List<Diagnosis> look() {
        return List.of(
                version(Runtime.version(), System.getProperty("java.home", "")),
                start(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    }

    static Diagnosis version(Runtime.Version version, String home) {
        var finding = "Java " + version + " at " + home;
        return version.feature() >= OLDEST
                ? Diagnosis.ok("jdk", finding)
                : Diagnosis.bad("jdk", finding, "install JDK " + OLDEST + " or newer");
    }

    static Diagnosis start(List<String> arguments) {
        return arguments.stream().anyMatch(argument -> argument.startsWith("-XX:AOTCache="))
                ? Diagnosis.ok("fast start", "the start-up cache is in use")
                : Diagnosis.warn(
                        "fast start",
                        "no start-up cache: every command starts about a second slower",
                        "start with ./espalier, which makes the cache after a build (ESPALIER_WARM_UP=0 forbids that)");
    }
}
