package io.espalier.signatures.metric;

import io.espalier.signatures.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One life of a metric's process. Questions come from many threads; a thread of its own writes
 * them, a line each, so that a process that does not read keeps nobody waiting for ever; two more
 * read answers and errors, so that no full pipe can stop the process. Locks: {@code open} for the
 * questions, {@code words} for the last words; they are never held together.
 */
final class MetricProcess {
    private static final int WORDS_KEPT = 8;
    private static final long GRACE_SECONDS = 1;

    private final Process process;
    private final Thread questions;
    private final Thread errors;
    private final SequencedMap<String, CompletableFuture<JsonNode>> open = new LinkedHashMap<>();
    private final BlockingQueue<String> unsent = new LinkedBlockingQueue<>();
    private final ArrayDeque<String> words = new ArrayDeque<>();
    private volatile boolean over;

    MetricProcess(Process process) {
        this.process = process;
        // Pipes block the thread that carries a virtual one: a silent metric would stop the node.
        this.questions = thread("metric-questions", this::writeQuestions);
        this.errors = thread("metric-errors", this::readErrors);
        questions.start();
        errors.start();
        thread("metric-answers", this::readAnswers).start();
    }

    private static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(work);
    }

    /** True once it answers nobody any more. */
    boolean over() {
        return over;
    }

    /**
     * @return completed by the answer: an object, or a text that is the whole line where it is no
     *     object; exceptionally when the process ends first
     */
    CompletableFuture<JsonNode> ask(String id, String question) {
        var answer = new CompletableFuture<JsonNode>();
        synchronized (open) { // asked and sent in the same order
            open.put(id, answer);
            unsent.add(question);
        }
        if (over) endOpen();
        return answer;
    }

    void forget(String id) {
        synchronized (open) {
            open.remove(id);
        }
    }

    /**
     * Fails what is open, tells the process and all that it started to end, and kills what is left
     * after a second.
     */
    void end() {
        over = true;
        endOpen();
        questions.interrupt();
        endTree();
    }

    /** What it wrote last on standard error, for people. */
    String lastWords() {
        synchronized (words) {
            return words.isEmpty() ? "none" : MetricWire.shown(String.join(" | ", words));
        }
    }

    private void writeQuestions() {
        try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
            while (!over) {
                input.write(unsent.take());
                input.write('\n');
                input.flush();
            }
        } catch (IOException e) {
            finish();
        } catch (InterruptedException e) {
            // It is over.
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
            finish();
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

    /** It answers no more, or hears no more. */
    private void finish() {
        awaitLastWords();
        over = true;
        endOpen();
        questions.interrupt();
    }

    /** They may still be on the way when its output ends; a child may hold them open for ever. */
    private void awaitLastWords() {
        try {
            errors.join(Duration.ofSeconds(2));
            if (!process.waitFor(2, TimeUnit.SECONDS)) endTree();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endTree() {
        // The children first found: those of a process that has ended are nobody's.
        var tree = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        tree.forEach(ProcessHandle::destroy);
        var ends = tree.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Killed below.
        }
        tree.forEach(ProcessHandle::destroyForcibly); // does nothing to those that have ended
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
