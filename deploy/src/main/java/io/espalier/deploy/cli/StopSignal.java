package io.espalier.deploy.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C or SIGTERM while a command works: interrupts its thread, so that the command ends in
 * order, with a sentence and the signal's exit code. A second signal ends the process at once.
 */
final class StopSignal implements AutoCloseable {
    private static final Map<String, Integer> EXIT_CODES = Map.of("INT", 130, "TERM", 143);

    private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final Thread worker;

    /** The signal's name. */
    private @Nullable String received;

    private StopSignal(Thread worker) {
        this.worker = worker;
    }

    /** Takes the signals until closed; they interrupt the calling thread. */
    static StopSignal interruptingThisThread() {
        var stop = new StopSignal(Thread.currentThread());
        for (var name : EXIT_CODES.keySet()) {
            var signal = new Signal(name);
            stop.before.put(signal, Signal.handle(signal, stop::onSignal));
        }
        return stop;
    }

    private synchronized void onSignal(Signal signal) {
        if (received != null) {
            Runtime.getRuntime().halt(EXIT_CODES.getOrDefault(signal.getName(), 130));
        }
        received = signal.getName();
        worker.interrupt();
        arrived.countDown();
    }

    /** Whether to stop; clears the thread's interruption, so that what is open can be closed. */
    synchronized boolean received() {
        if (received == null) return false;
        Thread.interrupted();
        return true;
    }

    /** Returns once a signal came. */
    void await() {
        while (!received()) {
            try {
                arrived.await();
            } catch (InterruptedException e) {
                // The signal's own interruption, or nobody's: only a signal ends the wait.
            }
        }
    }

    /** As shells report it: 128 and the signal's number. */
    synchronized int exitCode() {
        return received == null ? 0 : EXIT_CODES.getOrDefault(received, 130);
    }

    @Override
    public void close() {
        before.forEach(Signal::handle);
    }
}
