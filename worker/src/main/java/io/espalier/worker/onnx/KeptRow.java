package io.espalier.worker.onnx;

import io.espalier.worker.engine.Decoder;

/** Keys and values of one row, {@code [tensor, head, token, dim]}, in a slab of their own. */
record KeptRow(Slab slab, int tokens, long bytes) implements Decoder.KeyValues {
    @Override
    public void close() {
        slab.close();
    }
}
