package io.espalier.worker.engine;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs requests of many threads on a few decoders, each owned by one platform thread that opens it,
 * makes every call on it, and closes it.
 */
public final class Engine implements AutoCloseable {

    private final LinkedBlockingQueue<Pending> queue;
    private final List<Runner> runners = new ArrayList<>();
    private volatile boolean closed;
    private volatile @Nullable Throwable broken;

    /** Opens each decoder on its own thread; throws what opening throws. */
    public Engine(String name, List<Supplier<Decoder>> decoders, EngineOptions options) {
        this.queue = new LinkedBlockingQueue<>(options.queue());
        try {
            for (var i = 0; i < decoders.size(); i++) {
                runners.add(
                        new Runner(
                                name + "-" + i,
                                decoders.get(i),
                                queue,
                                options,
                                decoders.size(),
                                this::ended));
            }
            runners.forEach(Runner::awaitOpen);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Waits for a place in the queue, then for the result. Safe for many threads.
     *
     * @throws ModelException when the engine fails, is closed, or this thread is interrupted
     */
    public Generation.Result generate(Generation.Request request) {
        var pending = new Pending(request);
        try {
            if (closed) {
                throw failure();
            }
            queue.put(pending);
            if (closed) {
                failWaiting();
            }
            return pending.result.get();
        } catch (InterruptedException e) {
            pending.result.cancel(false);
            Thread.currentThread().interrupt();
            throw new ModelException(Blame.MACHINE, "the model call was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ModelException model
                    ? new ModelException(model.blame(), String.valueOf(model.getMessage()), model)
                    : new ModelException(
                            Blame.MACHINE, "the model's engine failed: " + e.getCause(), e);
        } catch (CancellationException e) {
            throw new ModelException(Blame.MACHINE, "the model call was cancelled", e);
        }
    }

    /** What calls of a model end with once it was closed. */
    public static ModelException closedModel() {
        return new ModelException(Blame.MACHINE, "the model was closed");
    }

    private ModelException failure() {
        var why = broken;
        return why == null
                ? closedModel()
                : new ModelException(Blame.MACHINE, "the model's engine has ended: " + why, why);
    }

    /** A runner takes no more requests: without this, what waits would wait for ever. */
    private void ended(@Nullable Throwable why) {
        if (why != null) broken = why;
        closed = true;
        failWaiting();
    }

    private void failWaiting() {
        for (var waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            waiting.result.completeExceptionally(failure());
        }
    }

    /** Ends requests that are under way or wait with an error, and frees the decoders. */
    @Override
    public void close() {
        closed = true;
        runners.forEach(Runner::close);
        failWaiting();
    }
}
