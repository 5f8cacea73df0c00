package io.espalier.deploy.bench;

import io.espalier.deploy.CommandFailure;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The clone of the project that this program was built in: benchmarks need its scripts.
 *
 * @param root the folder above the modules
 */
public record Checkout(Path root) {

    /**
     * @throws CommandFailure where there is none
     */
    public static Checkout find() {
        var here = above(Path.of("").toAbsolutePath());
        var found = here == null ? above(program()) : here;
        if (found == null) {
            throw CommandFailure.environment(
                    "NO_CLONE",
                    "benchmarks need a clone of the project, with deploy/bench and models/synthlm; run this command inside of one");
        }
        return new Checkout(found);
    }

    private static @Nullable Path above(@Nullable Path start) {
        for (var folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("models/synthlm"))
                    && Files.isDirectory(folder.resolve("deploy/bench"))) {
                return folder;
            }
        }
        return null;
    }

    private static @Nullable Path program() {
        var source = Checkout.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? null : Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            return null;
        }
    }

    public Path script(String name) {
        return root.resolve("deploy/bench").resolve(name);
    }

    /** Lets a Python that {@code builder} starts import synthlm, and write nothing beside it. */
    public void offerSynthlm(ProcessBuilder builder) {
        builder.environment().put("PYTHONPATH", root.resolve("models/synthlm").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    }

    /**
     * Has synthlm write rows of each of a world's tasks into {@code folder}, as {@code
     * TASK-SET.jsonl}.
     *
     * @param seed of the rows
     * @param sizes of the sets: {@code train=100,val=100}
     * @throws CommandFailure where it fails
     */
    public void writeRows(Path python, int world, long seed, String sizes, Path folder)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(
                                python.toString(),
                                "-m",
                                "synthlm.data",
                                "--world",
                                String.valueOf(world),
                                "--seed",
                                String.valueOf(seed),
                                "--sizes",
                                sizes,
                                "--out",
                                folder.toString())
                        .inheritIO();
        offerSynthlm(builder);
        if (builder.start().waitFor() != 0) {
            throw CommandFailure.environment(
                    "NO_SYNTHLM", "synthlm wrote no data (its messages are above)");
        }
    }

    /**
     * Rows that {@link #writeRows} wrote as a study's data set has them, JSON objects of inputs and
     * outputs: without the rules that a row turns on, which are the critic's.
     */
    public static List<String> flatRows(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.map(Checkout::flat).toList();
        }
    }

    private static String flat(String line) {
        var row = Json.parse(line);
        var flat = (ObjectNode) row.path("inputs").deepCopy();
        flat.setAll((ObjectNode) row.path("outputs"));
        return Json.write(flat);
    }

    /**
     * The short name of the commit, with a plus where files differ from it; or that there is none.
     */
    public String commit() throws IOException, InterruptedException {
        var process =
                new ProcessBuilder("git", "describe", "--always", "--dirty=+", "--exclude=*")
                        .directory(root.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var name = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? name.strip() : "(no clone of git)";
    }

    /**
     * A Python with DSPy and ONNX Runtime; the first call on a machine installs it.
     *
     * @throws CommandFailure where it cannot be had
     */
    public Path python() {
        var script = root.resolve("scripts/python-env.sh");
        try {
            var process =
                    new ProcessBuilder(script.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            var answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            if (process.waitFor() == 0 && !answer.isEmpty()) {
                return Path.of(answer.lines().toList().getLast());
            }
        } catch (IOException e) {
            throw CommandFailure.environment("NO_PYTHON", "cannot run " + script, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw CommandFailure.environment(
                "NO_PYTHON",
                script
                        + " gave no Python (its messages are above); DSPy and a plain ONNX Runtime loop run on it");
    }
}
