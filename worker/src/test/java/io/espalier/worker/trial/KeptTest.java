package io.espalier.worker.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class KeptTest {
    private final AtomicBoolean closed = new AtomicBoolean();

    private Kept<String, AutoCloseable> kept(Duration patience) {
        return new Kept<>(Duration.ofMinutes(5), System::nanoTime, patience);
    }

    private AutoCloseable open() {
        return () -> closed.set(true);
    }

    @Test
    void close_whileAUserHolds_waitsForIt() throws Exception {
        var kept = kept(Duration.ofMinutes(1));
        var hold = kept.hold("a", this::open);
        var closing = Thread.ofPlatform().start(kept::close);
        while (closing.isAlive() && closing.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }

        assertThat(closed).isFalse();
        hold.close();
        closing.join();
        assertThat(closed).isTrue();
    }

    @Test
    void close_whileAUserNeverLetsGo_closesInTheEnd() throws Exception {
        var kept = kept(Duration.ofMillis(20));
        var hold = kept.hold("a", this::open);
        kept.close();

        assertThat(closed).isTrue();
        hold.close();
    }
}
