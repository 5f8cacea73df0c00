package io.espalier.worker.engine;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.ModelException;
import io.espalier.worker.engine.Decoder.Batch;
import io.espalier.worker.engine.Decoder.Start;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The platform thread that owns one decoder. Admits waiting requests into a running batch
 * (continuous batching, after Yu et al., "Orca", OSDI 2022), drops rows that are done, and steps.
 */
final class Runner implements AutoCloseable {

    private final BlockingQueue<Pending> queue;
    private final EngineOptions options;
    private final int runners;
    private final Supplier<Decoder> opener;
    private final Consumer<@Nullable Throwable> ended;
    private final CompletableFuture<Decoder> opened = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closed;

    private float[] logits = {};
    private List<Pending> rows = new ArrayList<>(); // of the batch, those that are done included
    private @Nullable Batch batch;

    /**
     * @param ended told at the end of its thread what ended it; null where it was closed
     */
    Runner(
            String name,
            Supplier<Decoder> opener,
            BlockingQueue<Pending> queue,
            EngineOptions options,
            int runners,
            Consumer<@Nullable Throwable> ended) {
        this.opener = opener;
        this.queue = queue;
        this.options = options;
        this.runners = runners;
        this.ended = ended;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    void awaitOpen() {
        try {
            opened.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ModelException model
                    ? model
                    : new ModelException(
                            Blame.MACHINE, "the model cannot be opened: " + e.getCause(), e);
        }
    }

    private void run() {
        Throwable cause = null;
        try (var decoder = opener.get();
                var prefixes = new PrefixCache(options.prefixBytes())) {
            logits = new float[decoder.vocabulary()];
            opened.complete(decoder);
            while (!closed) {
                cycle(decoder, prefixes);
            }
            fail(Engine.closedModel());
        } catch (Throwable e) {
            closed = true;
            cause = e;
            opened.completeExceptionally(e);
            fail(e);
        } finally {
            ended.accept(cause);
        }
    }

    private void cycle(Decoder decoder, PrefixCache prefixes) {
        var arrived = List.<Pending>of();
        try {
            arrived = arrivals(decoder);
            var alive = alive();
            if (!arrived.isEmpty()) {
                admit(decoder, prefixes, arrived, alive);
            } else if (alive.length == 0) {
                clear();
            } else {
                if (alive.length <= rows.size() / 2) {
                    keep(alive, null, List.of());
                }
                step(decoder);
            }
        } catch (InterruptedException e) {
            closed = true;
        } catch (Throwable e) {
            for (var pending : arrived) {
                pending.result.completeExceptionally(e);
            }
            fail(e);
        }
    }

    /** Requests to admit now; waits for one when there is nothing else to do. */
    private List<Pending> arrivals(Decoder decoder) throws InterruptedException {
        var alive = alive().length;
        var arrived = new ArrayList<Pending>();
        if (alive == 0) {
            clear();
            arrived.add(queue.take());
        } else if (queue.isEmpty() || options.rows() - alive < Math.max(1, options.rows() / 4)) {
            return arrived;
        }
        // Leave a fair share to the other decoders' threads.
        var share = Math.ceilDiv(queue.size() + arrived.size(), runners);
        var longest = rows.stream().mapToInt(Runner::longest).max().orElse(0);
        while (arrived.size() < share && alive + arrived.size() < options.rows()) {
            var next = queue.peek();
            if (next == null) {
                break;
            }
            longest = Math.max(longest, longest(next));
            var needed = (alive + arrived.size() + 1L) * longest * decoder.bytesPerToken();
            if (needed > options.batchBytes() && alive + arrived.size() > 0) {
                break;
            }
            var taken = queue.poll();
            if (taken != null) {
                arrived.add(taken);
            }
        }
        arrived.removeIf(pending -> pending.result.isDone());
        arrived.forEach(Pending::admit);
        return arrived;
    }

    private static int longest(Pending pending) {
        return pending.request.prompt().length + pending.request.most();
    }

    /** Prefills requests beside the running batch and lets them join it. */
    private void admit(Decoder decoder, PrefixCache prefixes, List<Pending> arrived, int[] alive) {
        var prompts = arrived.stream().map(pending -> pending.request.prompt()).toList();
        prefixes.prepare(decoder, prompts);
        var starts = new ArrayList<Start>();
        var rest = new int[prompts.size()][];
        for (var i = 0; i < rest.length; i++) {
            var prompt = prompts.get(i);
            var start = prefixes.find(prompt);
            starts.add(start);
            arrived.get(i).cached = start.tokens();
            rest[i] = Arrays.copyOfRange(prompt, start.tokens(), prompt.length);
        }
        var joining = decoder.batch(starts);
        try {
            joining.forward(rest);
            write(decoder, joining, arrived);
        } catch (RuntimeException | Error e) {
            joining.close();
            throw e;
        }
        if (batch == null) {
            batch = joining;
            rows = new ArrayList<>(arrived);
        } else {
            keep(alive, joining, arrived);
        }
    }

    private void step(Decoder decoder) {
        var running = batch;
        if (running == null) {
            return;
        }
        var next = new int[rows.size()][];
        for (var row = 0; row < next.length; row++) {
            var pending = rows.get(row);
            next[row] = pending.result.isDone() ? new int[0] : new int[] {pending.last()};
        }
        running.forward(next);
        write(decoder, running, rows);
    }

    private void write(Decoder decoder, Batch from, List<Pending> pendings) {
        for (var row = 0; row < pendings.size(); row++) {
            var pending = pendings.get(row);
            if (pending.result.isDone()) {
                continue;
            }
            from.logits(row, logits);
            var draw = pending.request.draw();
            var choice = draw.choose(logits, pending.written());
            if (choice.close()) {
                choice = alone(decoder, pending);
            }
            pending.write(choice.token());
        }
    }

    /** The choice from logits that no neighbour, padding or kept prefix has touched. */
    private Draw.Choice alone(Decoder decoder, Pending pending) {
        try (var single = decoder.batch(List.of(Start.EMPTY))) {
            single.forward(new int[][] {pending.row()});
            single.logits(0, logits);
        }
        return pending.request.draw().choose(logits, pending.written());
    }

    private int[] alive() {
        return IntStream.range(0, rows.size())
                .filter(row -> !rows.get(row).result.isDone())
                .toArray();
    }

    private void keep(int[] alive, @Nullable Batch joining, List<Pending> joined) {
        var running = batch;
        if (running == null) {
            return;
        }
        batch = running.keep(alive, joining);
        var kept = new ArrayList<Pending>();
        for (var row : alive) {
            kept.add(rows.get(row));
        }
        kept.addAll(joined);
        rows = kept;
    }

    private void clear() {
        var old = batch;
        batch = null;
        rows = new ArrayList<>();
        if (old != null) {
            old.close();
        }
    }

    private void fail(Throwable cause) {
        rows.forEach(pending -> pending.result.completeExceptionally(cause));
        try {
            clear();
        } catch (RuntimeException | Error e) {
            if (e != cause) {
                cause.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
