package io.espalier.signatures.dspy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The Python that the user works with: {@code ESPALIER_PYTHON}, else the active virtual
 * environment, else {@code python3} on the path.
 *
 * @param origin why this one, for messages
 */
public record UserPython(Path executable, String origin) {
    private static final String VARIABLE = "ESPALIER_PYTHON";

    /**
     * @throws DspyException when there is none, saying what to do
     */
    public static UserPython find() {
        return find(System.getenv());
    }

    static UserPython find(Map<String, String> environment) {
        var named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return located(named, environment)
                    .map(file -> new UserPython(file, "from " + VARIABLE))
                    .orElseThrow(() ->
                            new DspyException(
                                    VARIABLE
                                            + " names '"
                                            + named
                                            + "', which is no program here: set it to the Python that has DSPy"));
        }
        var active = environment.getOrDefault("VIRTUAL_ENV", "");
        if (!active.isBlank()) {
            var file = Path.of(active, "bin", "python");
            if (Files.isExecutable(file)) {
                return new UserPython(file, "of the virtual environment " + active);
            }
        }
        return located("python3", environment)
                .map(file -> new UserPython(file, "on PATH"))
                .orElseThrow(() ->
                        new DspyException(
                                "there is no python3 on PATH: install Python with DSPy in it, or set "
                                        + VARIABLE
                                        + " to the Python that has DSPy"));
    }

    /** A path as it is; a plain name where the search path has it. */
    private static Optional<Path> located(String command, Map<String, String> environment) {
        if (command.contains(File.separator)) {
            return Optional.of(Path.of(command)).filter(Files::isExecutable);
        }
        for (var folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (folder.isEmpty()) continue;
            var file = Path.of(folder, command);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) return Optional.of(file);
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return executable + " (" + origin + ")";
    }
}
