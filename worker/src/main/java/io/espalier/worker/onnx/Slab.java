package io.espalier.worker.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Native memory for floats that grows and is used again. Owned, freed and only touched by the
 * thread that made it; ONNX Runtime reads and writes it in place.
 */
@SuppressWarnings("MustBeClosedChecker") // the slab itself is closed by its owner
final class Slab implements AutoCloseable {

    private static final long SMALLEST_FLOATS = 1 << 14;

    private Arena arena = Arena.ofConfined();
    private MemorySegment memory = MemorySegment.NULL;

    /** Makes room; what was in here is lost when it grows. */
    Slab atLeast(long floats) {
        if (memory.byteSize() < floats * Float.BYTES) {
            // Powers of two, so that slabs of about the same use fit each other's place.
            var grown = Math.max(SMALLEST_FLOATS, Long.highestOneBit(floats - 1) << 1);
            arena.close();
            arena = Arena.ofConfined();
            memory = arena.allocate(grown * Float.BYTES, 64);
        }
        return this;
    }

    MemorySegment memory() {
        return memory;
    }

    FloatBuffer floats(long from, long count) {
        return memory.asSlice(from * Float.BYTES, count * Float.BYTES)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public void close() {
        arena.close();
    }

    /** Slabs that wait to be used again. */
    static final class Pool implements AutoCloseable {
        private final List<Slab> idle = new ArrayList<>();

        /** The smallest idle slab with room, else the largest, grown, else a new one. */
        Slab take(long floats) {
            Slab best = null;
            for (var slab : idle) {
                if (best == null || better(slab, best, floats * Float.BYTES)) {
                    best = slab;
                }
            }
            if (best == null) {
                return new Slab().atLeast(floats);
            }
            idle.remove(best);
            return best.atLeast(floats);
        }

        private static boolean better(Slab slab, Slab than, long bytes) {
            var size = slab.memory.byteSize();
            var other = than.memory.byteSize();
            return other < bytes ? size > other : size >= bytes && size < other;
        }

        void give(Slab slab) {
            idle.add(slab);
        }

        @Override
        public void close() {
            idle.forEach(Slab::close);
            idle.clear();
        }
    }
}
