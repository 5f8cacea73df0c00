package io.espalier.worker.engine;

import io.espalier.worker.engine.Decoder.KeyValues;
import io.espalier.worker.engine.Decoder.Start;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of prefixes that several prompts share, the least recently used leaving first.
 * Remembers the latest prompts, so that a prefix is seen as shared also when its prompts come one
 * at a time. Owned by one engine thread.
 */
final class PrefixCache implements AutoCloseable {

    private static final int REMEMBERED_PROMPTS = 32;

    private record Entry(int[] tokens, KeyValues state) {}

    private final long mostBytes;
    private final List<Entry> entries = new ArrayList<>(); // latest use last
    private final ArrayDeque<int[]> recent = new ArrayDeque<>();
    private long bytes;

    PrefixCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** The longest kept beginning of a prompt that leaves its last token to compute. */
    Start find(int[] prompt) {
        Entry best = null;
        var length = 0;
        for (var entry : entries) {
            var shared =
                    Math.min(
                            PrefixPlan.shared(entry.tokens, prompt),
                            Math.max(prompt.length - 1, 0));
            if (shared > length) {
                best = entry;
                length = shared;
            }
        }
        if (best == null) {
            return Start.EMPTY;
        }
        entries.remove(best);
        entries.add(best);
        return new Start(best.state, length);
    }

    /** Computes and keeps what these prompts share with each other and with those before. */
    void prepare(Decoder decoder, List<int[]> prompts) {
        if (mostBytes == 0) {
            return;
        }
        var all = new ArrayList<>(recent);
        all.addAll(prompts);
        for (var prefix : PrefixPlan.of(all, this::known)) {
            if (prefix.length * decoder.bytesPerToken() <= mostBytes / 2) {
                add(decoder, prefix);
            }
        }
        for (var prompt : prompts) {
            recent.addLast(prompt);
            if (recent.size() > REMEMBERED_PROMPTS) {
                recent.removeFirst();
            }
        }
    }

    private int known(int[] prefix) {
        return entries.stream()
                .mapToInt(entry -> PrefixPlan.shared(entry.tokens, prefix))
                .max()
                .orElse(0);
    }

    private void add(Decoder decoder, int[] prefix) {
        var start = find(prefix);
        var rest = java.util.Arrays.copyOfRange(prefix, start.tokens(), prefix.length);
        KeyValues state;
        try (var batch = decoder.batch(List.of(start))) {
            batch.forward(new int[][] {rest});
            state = batch.fork(0, prefix.length);
        }
        entries.add(new Entry(prefix, state));
        bytes += state.bytes();
        while (bytes > mostBytes) {
            var oldest = entries.removeFirst();
            bytes -= oldest.state.bytes();
            oldest.state.close();
        }
    }

    @Override
    public void close() {
        entries.forEach(entry -> entry.state.close());
        entries.clear();
        bytes = 0;
    }
}
