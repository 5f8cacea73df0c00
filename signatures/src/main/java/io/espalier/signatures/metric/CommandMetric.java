package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The user's own metric as a process: started once, kept, asked one JSON line at a time and
 * answered by lines in any order (see {@link MetricWire}). A process that ends is started again a
 * few times; what it had not answered fails, showing its input and its last words.
 */
final class CommandMetric implements RunMetric {
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final int MOST_STARTS = 4;

    private final List<String> command;
    private final String directory;
    private final Duration timeout;
    private final AtomicLong numbers = new AtomicLong();
    private @Nullable MetricProcess current;
    private int starts;
    private boolean closed;

    CommandMetric(List<String> command, String directory) {
        this(command, directory, TIMEOUT);
    }

    /**
     * @param timeout for one answer, the way there included
     */
    CommandMetric(List<String> command, String directory, Duration timeout) {
        this.command = List.copyOf(command);
        this.directory = directory;
        this.timeout = timeout;
    }

    @Override
    public Score score(Example example, Fields prediction, Run run) {
        var id = example.id() + "#" + numbers.incrementAndGet();
        var question = Json.write(MetricWire.question(id, example, prediction, run));
        var answer = ask(id, question);
        return MetricWire.answer(answer, name(), question);
    }

    private JsonNode ask(String id, String question) {
        var run = running();
        try {
            return run.ask(id, question).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new MetricException(crashed(run, question), e);
        } catch (TimeoutException e) {
            run.end(); // it hangs; the next question starts another
            throw new MetricException(
                    "the metric "
                            + name()
                            + " gave no answer in "
                            + timeout.toSeconds()
                            + " s to "
                            + MetricWire.shown(question),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MetricException("the metric " + name() + " was interrupted", e);
        } finally {
            run.forget(id);
        }
    }

    private String crashed(MetricProcess run, String question) {
        return "the metric "
                + name()
                + " ended without an answer to "
                + MetricWire.shown(question)
                + "; it should read lines until its input ends. Its last words: "
                + run.lastWords();
    }

    private String name() {
        return String.join(" ", command);
    }

    private synchronized MetricProcess running() {
        if (closed) throw new MetricException("the metric " + name() + " was closed");
        var run = current;
        if (run != null && !run.over()) return run;
        if (starts == MOST_STARTS) {
            throw new MetricException(
                    "the metric "
                            + name()
                            + " ended "
                            + starts
                            + " times and is not started again. Its last words: "
                            + (run == null ? "" : run.lastWords()));
        }
        starts++;
        try {
            var process = new ProcessBuilder(command).directory(new File(directory)).start();
            var fresh = new MetricProcess(process);
            current = fresh;
            return fresh;
        } catch (IOException e) {
            throw new MetricException(
                    "the metric "
                            + name()
                            + " cannot be started in "
                            + directory
                            + ": "
                            + whyNotStarted(e),
                    e);
        }
    }

    /** The system's own words say only that some file is missing. */
    private String whyNotStarted(IOException problem) {
        var program = command.getFirst();
        if (!Files.isDirectory(Path.of(directory))) return "there is no such folder";
        var message = String.valueOf(problem.getMessage());
        if (message.contains("error: 2 (") || message.contains("error=2,")) {
            return "there is no program '"
                    + program
                    + "' on the worker (neither on its PATH nor, for a path, at that place)";
        }
        if (message.contains("error: 13 (") || message.contains("error=13,")) {
            return "'" + program + "' may not be executed; chmod +x it, or name its interpreter";
        }
        return message;
    }

    @Override
    public JsonNode document() {
        var node = Json.object();
        node.set("command", Json.tree(command));
        return node.put("directory", directory);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (current != null) current.end();
    }
}
