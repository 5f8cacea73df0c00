package io.espalier.worker.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.espalier.worker.engine.Decoder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows side by side in one cache of {@code width} columns, {@code [tensor, row, head, column,
 * dim]}. A row's tokens are the columns that its mask marks; the others are holes. ONNX Runtime
 * writes the next cache, one pass longer, into a second slab, and the two change places.
 */
final class OnnxBatch implements Decoder.Batch {

    /** Most floats of logits in one pass: a long prompt goes in pieces. */
    private static final long LOGITS_FLOATS = 16L << 20;

    /** Columns that a batch soon grows by. */
    private static final long GROWTH = 32;

    private final OnnxDecoder decoder;
    private final int rows;
    private final long[][] mask; // [row][column], 1 where the row has a token
    private final int[] lengths; // tokens of each row
    private int width;
    private Slab past;
    private Slab spare;
    private final Slab logits;
    private int logitsColumns;
    private Map<String, OnnxTensor> cache = Map.of(); // tensors over `past`, by input name

    private OnnxBatch(OnnxDecoder decoder, int rows, int width) {
        this.decoder = decoder;
        this.rows = rows;
        this.width = width;
        this.mask = new long[rows][Math.max(64, width * 2)];
        this.lengths = new int[rows];
        var network = decoder.network;
        this.past = decoder.slabs.take(rows * width * network.floatsPerToken());
        this.spare = decoder.slabs.take(rows * (width + GROWTH) * network.floatsPerToken());
        this.logits = decoder.slabs.take((long) rows * network.vocabulary());
    }

    static OnnxBatch begin(OnnxDecoder decoder, List<Decoder.Start> starts) {
        var width = starts.stream().mapToInt(Decoder.Start::tokens).max().orElse(0);
        var batch = new OnnxBatch(decoder, starts.size(), width);
        for (var row = 0; row < starts.size(); row++) {
            var start = starts.get(row);
            if (start.state() instanceof KeptRow kept) {
                var source = new Source(kept.slab().memory(), 1, kept.tokens(), 0);
                batch.fill(row, source, List.of(new Run(0, start.tokens())), start.tokens());
            }
        }
        return batch;
    }

    /** Neighbouring columns. */
    private record Run(int from, int columns) {}

    /** A row of some cache. */
    private record Source(MemorySegment memory, int rows, int width, int row) {}

    /** Copies a row's tokens to the right end of a row here, and clears what is left of them. */
    private void fill(int row, Source source, List<Run> runs, int tokens) {
        var network = decoder.network;
        var to = past.memory();
        var token = (long) network.dim() * Float.BYTES;
        for (var tensor = 0; tensor < network.pasts().size(); tensor++) {
            for (var head = 0; head < network.heads(); head++) {
                var lane = ((long) tensor * rows + row) * network.heads() + head;
                var origin =
                        (((long) tensor * source.rows + source.row) * network.heads() + head)
                                * source.width;
                var at = lane * width;
                to.asSlice(at * token, (width - tokens) * token).fill((byte) 0);
                at += width - tokens;
                for (var run : runs) {
                    MemorySegment.copy(
                            source.memory,
                            (origin + run.from) * token,
                            to,
                            at * token,
                            run.columns * token);
                    at += run.columns;
                }
            }
        }
        lengths[row] = tokens;
        Arrays.fill(mask[row], width - tokens, width, 1);
    }

    /** The columns of a row's first tokens. */
    private List<Run> runs(int row, int tokens) {
        var runs = new ArrayList<Run>();
        var left = tokens;
        for (var column = 0; column < width && left > 0; column++) {
            if (mask[row][column] == 0) {
                continue;
            }
            var from = column;
            while (column < width && mask[row][column] == 1 && left > 0) {
                column++;
                left--;
            }
            runs.add(new Run(from, column - from));
        }
        return runs;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void forward(int[][] tokens) {
        var columns = 0;
        for (var row : tokens) {
            columns = Math.max(columns, row.length);
        }
        var most = (int) Math.max(1, LOGITS_FLOATS / ((long) rows * decoder.vocabulary()));
        try {
            for (var from = 0; from < columns; from += most) {
                pass(tokens, columns, from, Math.min(columns, from + most));
            }
        } catch (OrtException e) {
            throw OnnxDecoder.failed(e);
        }
    }

    /** One pass over the columns from..to of the tokens, right-aligned in {@code columns}. */
    private void pass(int[][] tokens, int columns, int from, int to) throws OrtException {
        var step = to - from;
        var total = width + step;
        var ids = longs((long) rows * step);
        var positions = longs((long) rows * step);
        var attention = longs((long) rows * total);
        for (var row = 0; row < rows; row++) {
            if (mask[row].length < total) {
                mask[row] = Arrays.copyOf(mask[row], total * 2);
            }
            var absent = columns - tokens[row].length;
            for (var column = from; column < to; column++) {
                var present = column >= absent;
                ids.put(present ? tokens[row][column - absent] : 0);
                positions.put(present ? lengths[row]++ : 0);
                mask[row][width + column - from] = present ? 1 : 0;
            }
            attention.put(mask[row], 0, total);
        }
        var network = decoder.network;
        spare.atLeast(rows * total * network.floatsPerToken());
        logits.atLeast((long) rows * step * network.vocabulary());
        var inputs = new HashMap<String, OnnxTensor>();
        var outputs = new HashMap<String, OnnxTensor>();
        var next = tensors(spare, total);
        try {
            inputs.put("input_ids", tensor(ids, step));
            inputs.put("attention_mask", tensor(attention, total));
            if (network.positions()) {
                inputs.put("position_ids", tensor(positions, step));
            }
            outputs.put(
                    "logits",
                    OnnxTensor.createTensor(
                            decoder.environment,
                            logits.floats(0, (long) rows * step * network.vocabulary()),
                            new long[] {rows, step, network.vocabulary()}));
            if (cache.isEmpty()) {
                cache = tensors(past, width);
            }
            var all = new HashMap<>(inputs);
            all.putAll(cache);
            for (var i = 0; i < network.pasts().size(); i++) {
                var tensor = next.get(network.pasts().get(i));
                if (tensor != null) {
                    outputs.put(network.presents().get(i), tensor);
                }
            }
            decoder.session.run(all, outputs).close();
        } finally {
            inputs.values().forEach(OnnxTensor::close);
            if (outputs.get("logits") instanceof OnnxTensor tensor) {
                tensor.close();
            }
        }
        cache.values().forEach(OnnxTensor::close);
        cache = next;
        var swapped = past;
        past = spare;
        spare = swapped;
        width = total;
        logitsColumns = step;
    }

    private OnnxTensor tensor(LongBuffer values, int columns) throws OrtException {
        return OnnxTensor.createTensor(
                decoder.environment, values.flip(), new long[] {rows, columns});
    }

    private Map<String, OnnxTensor> tensors(Slab slab, int columns) throws OrtException {
        var network = decoder.network;
        var floats = (long) rows * network.heads() * columns * network.dim();
        var shape = new long[] {rows, network.heads(), columns, network.dim()};
        var tensors = new HashMap<String, OnnxTensor>();
        for (var i = 0; i < network.pasts().size(); i++) {
            tensors.put(
                    network.pasts().get(i),
                    OnnxTensor.createTensor(
                            decoder.environment, slab.floats(i * floats, floats), shape));
        }
        return tensors;
    }

    private static LongBuffer longs(long count) {
        return ByteBuffer.allocateDirect(Math.toIntExact(count * Long.BYTES))
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }

    @Override
    public void logits(int row, float[] into) {
        var vocabulary = decoder.network.vocabulary();
        var last = ((long) row * logitsColumns + logitsColumns - 1) * vocabulary;
        MemorySegment.copy(
                logits.memory(), ValueLayout.JAVA_FLOAT, last * Float.BYTES, into, 0, vocabulary);
    }

    @Override
    public Decoder.KeyValues fork(int row, int tokens) {
        var single = new OnnxBatch(decoder, 1, tokens);
        try {
            single.fill(0, new Source(past.memory(), rows, width, row), runs(row, tokens), tokens);
            var floats = tokens * decoder.network.floatsPerToken();
            var own = new Slab().atLeast(floats);
            MemorySegment.copy(single.past.memory(), 0, own.memory(), 0, floats * Float.BYTES);
            return new KeptRow(own, tokens, own.memory().byteSize());
        } finally {
            single.close();
        }
    }

    @Override
    public Decoder.Batch keep(int[] kept, Decoder.@Nullable Batch other) {
        var joining = (OnnxBatch) other;
        var count = kept.length + (joining == null ? 0 : joining.rows);
        var longest = joining == null ? 0 : Arrays.stream(joining.lengths).max().orElse(0);
        for (var row : kept) {
            longest = Math.max(longest, lengths[row]);
        }
        var batch = new OnnxBatch(decoder, count, longest);
        for (var i = 0; i < kept.length; i++) {
            batch.take(i, this, kept[i]);
        }
        if (joining != null) {
            for (var i = 0; i < joining.rows; i++) {
                batch.take(kept.length + i, joining, i);
            }
            joining.close();
        }
        close();
        return batch;
    }

    private void take(int row, OnnxBatch from, int source) {
        var tokens = from.lengths[source];
        fill(
                row,
                new Source(from.past.memory(), from.rows, from.width, source),
                from.runs(source, tokens),
                tokens);
    }

    @Override
    public void close() {
        cache.values().forEach(OnnxTensor::close);
        cache = Map.of();
        decoder.slabs.give(past);
        decoder.slabs.give(spare);
        decoder.slabs.give(logits);
    }
}
