package io.espalier.signatures.model;

import java.time.Duration;
import java.util.List;

/**
 * What models answered, by what they were asked: an equal request of the same scope is answered
 * once. Requests that come while an equal one is under way wait for it and share its answer. What
 * was not asked for longest is forgotten when the memory is full. Safe for many threads.
 *
 * <p>Equal means all of it: messages, sampling, stop texts, format. So a request that draws its
 * tokens without a seed is answered once, too, and further draws need seeds of their own, as
 * rollouts have ({@link io.espalier.signatures.job.Rollout}).
 *
 * <p>A failure is shared with those who wait for it and not remembered. The failure of a caller
 * that was interrupted is its own: one of those who wait asks in its place.
 */
public final class CompletionMemory {
    /** Enough for some ten thousand answers. */
    public static final long DEFAULT_BYTES = 64L << 20;

    /** Vectors take at most this part of what completions may take, beside it. */
    private static final int PART_OF_VECTORS = 4;

    /** About what an entry takes beside its text. */
    private static final long ENTRY = 320;

    private record Asked(Object scope, Fingerprint request) {}

    private record Embedded(Object scope, String model, List<String> texts) {}

    private final AnswerMemory<Completion> completions;
    private final AnswerMemory<Embeddings> embeddings;

    /**
     * @param limit most memory for completions, in bytes; vectors may take a quarter as much
     */
    public CompletionMemory(long limit) {
        this.completions =
                new AnswerMemory<>(limit, CompletionMemory::size, CompletionMemory::saved);
        this.embeddings =
                new AnswerMemory<>(
                        limit / PART_OF_VECTORS, CompletionMemory::size, Embeddings::saved);
    }

    /**
     * Answers from memory, from an equal call that is under way, or by {@code model}. A remembered
     * answer has no usage but {@linkplain Usage#saved what it saved}.
     *
     * @param scope what else decides the answer, compared by value: the model, and whoever may
     *     share its answers
     */
    Completion complete(Object scope, ModelRequest request, LanguageModel model) {
        return completions.answer(
                new Asked(scope, Fingerprint.of(request)), () -> timed(request, model));
    }

    /** Vectors, in the same way. */
    Embeddings embed(Object scope, String name, List<String> texts, LanguageModel model) {
        return embeddings.answer(
                new Embedded(scope, name, List.copyOf(texts)), () -> model.embed(name, texts));
    }

    private static Completion timed(ModelRequest request, LanguageModel model) {
        long asked = System.nanoTime();
        var completion = model.complete(request);
        return completion.took() != null
                ? completion
                : completion.withTook(Duration.ofNanos(System.nanoTime() - asked));
    }

    private static Completion saved(Completion known) {
        return new Completion(known.text(), known.finish(), known.usage().asSaved(), known.took());
    }

    private static long size(Completion completion) {
        return ENTRY + 2L * completion.text().length();
    }

    private static long size(Embeddings embeddings) {
        return embeddings.vectors().stream().mapToLong(v -> ENTRY + 4L * v.length).sum();
    }
}
