package io.espalier.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.signatures.model.ModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever becomes of a decoder, nobody waits for it in vain. */
@Timeout(60)
final class EngineTest {
    private static final Generation.Request REQUEST =
            new Generation.Request(
                    new int[] {1, 2},
                    new Draw(0, 1, new CounterRandom(0)),
                    2,
                    Set.of(),
                    Generation.Stop.NEVER);

    private static Engine engine(FakeDecoder decoder) {
        return new Engine("fake", List.of(() -> decoder), EngineOptions.DEFAULT);
    }

    @Test
    void batch_thatBreaksAndCannotBeClosed_failsItsRequestsOnly() {
        var decoder =
                new FakeDecoder(pass -> {
                    if (pass == 2) throw new IllegalStateException("broken pass");
                });
        decoder.closesBadlyOnce = true;
        try (var engine = engine(decoder)) {
            assertThatThrownBy(() -> engine.generate(REQUEST))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("broken pass");
            assertThat(engine.generate(REQUEST).tokens()).containsExactly(3, 3);
            assertThat(decoder.closesBadlyOnce).isFalse();
        }
    }

    @Test
    void runner_thatEndedByItself_leavesNobodyWaiting() {
        // The thread that is interrupted is the runner's own: it ends when it next waits.
        var decoder =
                new FakeDecoder(pass -> {
                    if (pass == 2) Thread.currentThread().interrupt();
                });
        try (var engine = engine(decoder)) {
            assertThat(engine.generate(REQUEST).tokens()).containsExactly(3, 3);
            assertThatThrownBy(() -> engine.generate(REQUEST))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("closed");
        }
    }

    /** Its likeliest token is always 3. */
    private static final class FakeDecoder implements Decoder {
        private final IntConsumer beforePass;
        private int passes;
        volatile boolean closesBadlyOnce;

        FakeDecoder(IntConsumer beforePass) {
            this.beforePass = beforePass;
        }

        @Override
        public int vocabulary() {
            return 4;
        }

        @Override
        public int contextTokens() {
            return 16;
        }

        @Override
        public long bytesPerToken() {
            return 1;
        }

        @Override
        public Batch batch(List<Start> rows) {
            return new FakeBatch(rows.size());
        }

        @Override
        public void close() {}

        private final class FakeBatch implements Batch {
            private final int rows;

            FakeBatch(int rows) {
                this.rows = rows;
            }

            @Override
            public int rows() {
                return rows;
            }

            @Override
            public void forward(int[][] tokens) {
                beforePass.accept(++passes);
            }

            @Override
            public void logits(int row, float[] into) {
                Arrays.fill(into, 0);
                into[3] = 1;
            }

            @Override
            public KeyValues fork(int row, int tokens) {
                throw new UnsupportedOperationException("no prefix is long enough");
            }

            @Override
            public Batch keep(int[] rows, @Nullable Batch other) {
                return new FakeBatch(rows.length + (other == null ? 0 : other.rows()));
            }

            @Override
            public void close() {
                if (!closesBadlyOnce) return;
                closesBadlyOnce = false;
                throw new IllegalStateException("cannot be closed");
            }
        }
    }
}
