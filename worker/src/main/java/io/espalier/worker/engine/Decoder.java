package io.espalier.worker.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's forward pass over a batch of rows that keep their keys and values. One thread makes all
 * calls, also those on the batches and states that come from it.
 */
public interface Decoder extends AutoCloseable {

    /** Length of a row of logits. */
    int vocabulary();

    /** Most tokens in a row. */
    int contextTokens();

    /** Memory that one token of one row keeps. */
    long bytesPerToken();

    /** A batch whose rows begin from kept states. */
    Batch batch(List<Start> rows);

    @Override
    void close();

    /** Where a row begins: the first {@code tokens} of a state, or nothing. */
    record Start(@Nullable KeyValues state, int tokens) {
        public static final Start EMPTY = new Start(null, 0);
    }

    /** Keys and values of a row's first tokens. */
    interface KeyValues extends AutoCloseable {
        int tokens();

        long bytes();

        @Override
        void close();
    }

    /** Rows that go forward together. */
    interface Batch extends AutoCloseable {
        int rows();

        /** Appends tokens to each row; a row may get none as long as another gets some. */
        void forward(int[][] tokens);

        /** Copies the logits after a row's last token of the latest pass. */
        void logits(int row, float[] into);

        /** A copy of what a row keeps of its first {@code tokens} tokens. */
        KeyValues fork(int row, int tokens);

        /** A batch of some rows of this one, then all rows of another; closes both. */
        Batch keep(int[] rows, @Nullable Batch other);

        @Override
        void close();
    }
}
