package io.espalier.deploy.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program of this machine, run for its answer. */
final class Tool {
    private static final int SECONDS = 20;

    private Tool() {}

    /**
     * @param input written to its standard input
     * @return what it wrote
     * @throws IOException where it cannot be started, fails or takes too long
     */
    static String ask(List<String> command, String input) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // Beside the waiting, for a full pipe stops the program.
        var output = new FutureTask<>(() -> process.getInputStream().readAllBytes());
        Thread.ofPlatform().daemon().name("tool-output").start(output);
        try {
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) throw late();
            var answer = new String(output.get(SECONDS, TimeUnit.SECONDS), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                var why = answer.lines().reduce((first, last) -> last).orElse("no output");
                throw new IOException("exit code " + process.exitValue() + ": " + why);
            }
            return answer.strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("its output cannot be read: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw late();
        } finally {
            process.destroyForcibly();
        }
    }

    private static IOException late() {
        return new IOException("no answer within " + SECONDS + " s");
    }
}
