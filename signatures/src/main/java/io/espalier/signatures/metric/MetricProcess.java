package io.espalier.signatures.metric;

import io.espalier.signatures.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One life of a metric's process. Questions go in from many threads, a line each; two threads of
 * its own read answers and errors, so that no full pipe can stop the process. Locks: {@code input}
 * for writing, {@code open} for the questions, {@code words} for the last words; no two are held
 * together but {@code input} before {@code open}.
 */
final class MetricProcess {
    private static final int WORDS_KEPT = 8;

    private final Process process;
    private final Writer input;
    private final Thread errors;
    private final SequencedMap<String, CompletableFuture<JsonNode>> open = new LinkedHashMap<>();
    private final ArrayDeque<String> words = new ArrayDeque<>();
    private volatile boolean over;

    MetricProcess(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.errors = Thread.ofVirtual().name("metric-errors").start(this::readErrors);
        Thread.ofVirtual().name("metric-answers").start(this::readAnswers);
    }

    /** True once it answers nobody any more. */
    boolean over() {
        return over;
    }

    /**
     * @return completed by the answer: an object, or a text that is the whole line where it is no
     *     object; exceptionally when the process ends first
     */
    CompletableFuture<JsonNode> ask(String id, String question) throws IOException {
        var answer = new CompletableFuture<JsonNode>();
        synchronized (input) { // asked and sent in the same order
            synchronized (open) {
                open.put(id, answer);
            }
            try {
                input.write(question);
                input.write('\n');
                input.flush();
            } catch (IOException e) {
                awaitLastWords();
                over = true;
                throw e;
            }
        }
        if (over) endOpen();
        return answer;
    }

    void forget(String id) {
        synchronized (open) {
            open.remove(id);
        }
    }

    void end() {
        process.destroy();
    }

    /** What it wrote last on standard error, for people. */
    String lastWords() {
        synchronized (words) {
            return words.isEmpty() ? "none" : MetricWire.shown(String.join(" | ", words));
        }
    }

    private void readAnswers() {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) take(line);
        } catch (IOException e) {
            remember("reading its answers failed: " + e);
        } finally {
            awaitLastWords();
            over = true;
            endOpen();
        }
    }

    /**
     * A line without an id is taken for the answer to the oldest question; most answer in order.
     */
    private void take(String line) {
        var node = object(line);
        CompletableFuture<JsonNode> answer;
        synchronized (open) {
            if (node != null && node.hasNonNull("id")) {
                answer = open.remove(node.get("id").asString());
            } else {
                var oldest = open.pollFirstEntry();
                answer = oldest == null ? null : oldest.getValue();
            }
        }
        if (answer == null) remember("(on standard output) " + line);
        else answer.complete(node == null ? Json.text(line) : node);
    }

    private static @Nullable JsonNode object(String line) {
        try {
            var node = Json.parse(line);
            return node.isObject() ? node : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void readErrors() {
        try (var lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line; (line = lines.readLine()) != null; ) remember(line);
        } catch (IOException e) {
            remember("reading its errors failed: " + e);
        }
    }

    private void remember(String line) {
        synchronized (words) {
            if (words.size() == WORDS_KEPT) words.removeFirst();
            words.addLast(line);
        }
    }

    /** They may still be on the way when its output ends; a child may hold them open for ever. */
    private void awaitLastWords() {
        try {
            errors.join(Duration.ofSeconds(2));
            if (!process.waitFor(2, TimeUnit.SECONDS)) process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endOpen() {
        List<CompletableFuture<JsonNode>> left;
        synchronized (open) {
            left = List.copyOf(open.values());
            open.clear();
        }
        left.forEach(a -> a.completeExceptionally(new IOException("the process ended")));
    }
}
