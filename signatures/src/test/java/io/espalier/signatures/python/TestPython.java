package io.espalier.signatures.python;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The Python of the tests: {@code scripts/python-env.sh} makes it once. Where Python is missing, a
 * test that asks for it is skipped with a sentence, unless {@code ESPALIER_REQUIRE_PYTHON=1}.
 */
public final class TestPython {
    private TestPython() {}

    /** With all that {@code scripts/requirements-test.txt} names. */
    public static Path executable() {
        var script = repository().resolve("scripts/python-env.sh");
        var output = "";
        int code;
        try {
            var env =
                    new ProcessBuilder("bash", script.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            output =
                    new String(env.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            code = env.waitFor();
        } catch (IOException e) {
            code = 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Python was set up", e);
        }
        if (code == 0 && !output.isEmpty()) return Path.of(output.lines().toList().getLast());
        var sentence = "this test needs Python, which " + script + " could not set up";
        if ("1".equals(System.getenv("ESPALIER_REQUIRE_PYTHON"))) fail(sentence);
        Assumptions.abort(sentence);
        throw new AssertionError(sentence);
    }

    /** The folder above the modules; Maven runs a module's tests in the module's own folder. */
    public static Path repository() {
        for (var folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("models/synthlm"))) return folder;
        }
        throw new IllegalStateException("no models/synthlm above " + Path.of("").toAbsolutePath());
    }
}
