package io.espalier.worker.engine;

import io.espalier.signatures.model.Completion.Finish;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** A request on its way through an engine: what it has written so far and who waits for it. */
final class Pending {
    final Generation.Request request;
    final CompletableFuture<Generation.Result> result = new CompletableFuture<>();
    private int[] written = new int[16];
    private int count;
    private long admitted;
    int cached;

    Pending(Generation.Request request) {
        this.request = request;
    }

    /** It enters a batch. */
    void admit() {
        admitted = System.nanoTime();
    }

    int written() {
        return count;
    }

    int last() {
        return written[count - 1];
    }

    /** Prompt and completion so far. */
    int[] row() {
        var prompt = request.prompt();
        var all = Arrays.copyOf(prompt, prompt.length + count);
        java.lang.System.arraycopy(written, 0, all, prompt.length, count);
        return all;
    }

    /** Takes a token; completes the result when it was the last one. */
    void write(int token) {
        if (count == written.length) {
            written = Arrays.copyOf(written, count * 2);
        }
        written[count++] = token;
        if (request.ends().contains(token) || request.stop().after(written, count)) {
            finish(Finish.STOP);
        } else if (count >= request.most()) {
            finish(Finish.LENGTH);
        }
    }

    private void finish(Finish finish) {
        var took = Duration.ofNanos(System.nanoTime() - admitted);
        result.complete(new Generation.Result(Arrays.copyOf(written, count), finish, cached, took));
    }
}
