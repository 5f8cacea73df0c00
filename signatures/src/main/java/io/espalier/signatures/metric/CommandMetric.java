package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
final class CommandMetric implements Metric {
    private static final long TIMEOUT_SECONDS = 120;
    private static final int MOST_STARTS = 4;

    private final List<String> command;
    private final String directory;
    private final AtomicLong numbers = new AtomicLong();
    private @Nullable Run current;
    private int starts;

    CommandMetric(List<String> command, String directory) {
        this.command = List.copyOf(command);
        this.directory = directory;
    }

    @Override
    public Score score(Example example, Fields prediction) {
        var id = example.id() + "#" + numbers.incrementAndGet();
        var question = Json.write(MetricWire.question(id, example, prediction));
        var answer = ask(id, question);
        return MetricWire.answer(answer, name(), question);
    }

    private JsonNode ask(String id, String question) {
        var run = running();
        var pending = new CompletableFuture<JsonNode>();
        run.open.put(id, pending);
        try {
            run.send(question);
            if (run.over) run.endOpen();
            return pending.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new MetricException(crashed(run, question), e);
        } catch (ExecutionException e) {
            throw new MetricException(crashed(run, question), e);
        } catch (TimeoutException e) {
            throw new MetricException(
                    "the metric "
                            + name()
                            + " gave no answer in "
                            + TIMEOUT_SECONDS
                            + " s to "
                            + MetricWire.shown(question),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MetricException("the metric " + name() + " was interrupted", e);
        } finally {
            run.open.remove(id);
        }
    }

    private String crashed(Run run, String question) {
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

    private synchronized Run running() {
        var run = current;
        if (run != null && !run.over) return run;
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
            var fresh = new Run(process);
            current = fresh;
            return fresh;
        } catch (IOException e) {
            throw new MetricException(
                    "the metric "
                            + name()
                            + " cannot be started in "
                            + directory
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public JsonNode document() {
        var node = Json.object();
        node.set("command", Json.tree(command));
        return node.put("directory", directory);
    }

    @Override
    public synchronized void close() {
        if (current != null) current.process.destroy();
    }

    /** One life of the process. */
    private static final class Run {
        private final Process process;
        private final Writer input;
        private final Map<String, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
        private final ArrayDeque<String> words = new ArrayDeque<>();
        private volatile boolean over;

        Run(Process process) {
            this.process = process;
            this.input = process.outputWriter(StandardCharsets.UTF_8);
            Thread.ofVirtual().name("metric-answers").start(this::readAnswers);
            Thread.ofVirtual().name("metric-errors").start(this::readErrors);
        }

        synchronized void send(String line) throws IOException {
            input.write(line);
            input.write('\n');
            input.flush();
        }

        private void readAnswers() {
            try (var lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line; (line = lines.readLine()) != null; ) take(line);
            } catch (IOException e) {
                remember("reading its answers failed: " + e);
            } finally {
                over = true;
                endOpen();
            }
        }

        /**
         * A line without a known id answers nobody; with one question open it can only be meant for
         * that.
         */
        private void take(String line) {
            JsonNode node;
            try {
                node = Json.parse(line);
            } catch (IllegalArgumentException e) {
                node = null;
            }
            var pending = node == null ? null : open.get(node.path("id").asString(""));
            if (pending == null && open.size() == 1) pending = open.values().iterator().next();
            if (pending == null) remember("(on standard output) " + line);
            else pending.complete(node == null ? Json.text(line) : node);
        }

        private void readErrors() {
            try (var lines = process.errorReader(StandardCharsets.UTF_8)) {
                for (String line; (line = lines.readLine()) != null; ) remember(line);
            } catch (IOException e) {
                remember("reading its errors failed: " + e);
            }
        }

        private synchronized void remember(String line) {
            if (words.size() == 8) words.removeFirst();
            words.addLast(line);
        }

        void endOpen() {
            try {
                process.waitFor(1, TimeUnit.SECONDS); // its last words may still be on the way
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            open.values()
                    .forEach(p -> p.completeExceptionally(new IOException("the process ended")));
        }

        synchronized String lastWords() {
            return words.isEmpty() ? "none" : MetricWire.shown(String.join(" | ", words));
        }
    }
}
