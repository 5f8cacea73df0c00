package io.espalier.worker.openai;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Embeddings;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.model.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind an OpenAI-compatible endpoint. Each call blocks its virtual thread; at most {@code
 * concurrency} are under way at once, the others wait.
 */
public final class OpenAiModel implements LanguageModel, AutoCloseable {
    /** Where an endpoint does not count them: about as in English text. */
    private static final int CHARS_PER_TOKEN = 4;

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiModel.class);

    private final Endpoint endpoint;
    private final Transport transport;
    private final Sampling defaults;
    private final Retries retries;
    private final Pause pause;
    private final Semaphore slots;
    private final Refusals refusals = new Refusals();
    private @Nullable Transport embedder;

    /**
     * @param spec of provider {@code openai}
     * @throws ModelException naming what is missing: the address, the model's name, or the
     *     environment variable with the key
     */
    public static OpenAiModel of(ModelSpec spec) {
        return of(spec, new Pause());
    }

    static OpenAiModel of(ModelSpec spec, Pause pause) {
        var endpoint = Endpoint.of(spec, System.getenv());
        return new OpenAiModel(
                endpoint, Transport.of(endpoint), spec.sampling(), Retries.DEFAULT, pause);
    }

    OpenAiModel(
            Endpoint endpoint,
            Transport transport,
            Sampling defaults,
            Retries retries,
            Pause pause) {
        this.endpoint = endpoint;
        this.transport = transport;
        this.defaults = defaults;
        this.retries = retries;
        this.pause = pause;
        this.slots = new Semaphore(endpoint.concurrency());
    }

    @Override
    public Completion complete(ModelRequest request) {
        var sampling = request.sampling().orElse(defaults);
        return patiently(() -> {
            var chat = ChatRequest.of(endpoint.model(), request, sampling, refusals.now());
            var sent = new Attempt.Sent(chat.body(), chat.options(), request.messages());
            long began = System.nanoTime();
            return Attempt.make(
                    transport,
                    sent,
                    endpoint,
                    body ->
                            cut(metered(ChatAnswer.completion(body), request), request, chat)
                                    .withTook(Duration.ofNanos(System.nanoTime() - began)));
        });
    }

    @Override
    public Embeddings embed(String model, List<String> texts) {
        var place = endpoint.embeddings(model);
        var sent =
                new Attempt.Sent(
                        EmbeddingWire.request(model, texts),
                        Set.of(),
                        texts.stream().map(Message::user).toList());
        return patiently(() -> {
            long began = System.nanoTime();
            return Attempt.make(
                    embedder(place),
                    sent,
                    place,
                    body ->
                            EmbeddingWire.answer(body, texts.size())
                                    .withTook(Duration.ofNanos(System.nanoTime() - began)));
        });
    }

    /** Made when the first text is to be embedded. */
    private synchronized Transport embedder(Endpoint place) {
        var known = embedder;
        if (known == null) {
            known = Transport.of(place);
            embedder = known;
        }
        return known;
    }

    /** The body of the call that {@link #complete} makes first. */
    public byte[] body(ModelRequest request) {
        return ChatRequest.of(
                        endpoint.model(),
                        request,
                        request.sampling().orElse(defaults),
                        refusals.now())
                .body();
    }

    /** Cuts off the calls that are under way. */
    @Override
    public synchronized void close() {
        transport.close();
        if (embedder != null) embedder.close();
    }

    @FunctionalInterface
    private interface Call<T> {
        Attempt<T> make() throws InterruptedException;
    }

    /** One answer, with its retries. */
    private <T> T patiently(Call<T> call) {
        try {
            slots.acquire();
            try {
                return answer(call);
            } finally {
                slots.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(
                    Blame.MACHINE, "the call of " + endpoint + " was cancelled", e);
        }
    }

    private <T> T answer(Call<T> call) throws InterruptedException {
        var patience = new Patience(retries, endpoint);
        while (true) {
            pause.await();
            switch (call.make()) {
                case Attempt.Done<T>(var value) -> {
                    return value;
                }
                case Attempt.Refused<T>(var option, var words) -> {
                    if (refusals.remember(option)) {
                        LOG.warn(
                                "{} refuses {}; going on without it ({})",
                                endpoint,
                                option.wireName(),
                                words);
                    }
                }
                case Attempt.PutOff<T>(var asked, var reason) ->
                        pause.atLeast(patience.putOff(asked, reason));
                case Attempt.Failed<T> failed -> Thread.sleep(patience.failed(failed));
                case Attempt.Fatal<T>(var blame, var message) ->
                        throw new ModelException(blame, message);
            }
        }
    }

    /** Some endpoints say nothing of tokens: a limit of them must hold all the same. */
    private static Completion metered(Completion completion, ModelRequest request) {
        var usage = completion.usage();
        if (usage.prompt() > 0 || usage.completion() > 0) return completion;
        long read = request.messages().stream().mapToLong(m -> m.text().length()).sum();
        long wrote = completion.text().length();
        return new Completion(
                completion.text(),
                completion.finish(),
                new Usage(
                        usage.calls(),
                        Math.ceilDiv(read, CHARS_PER_TOKEN),
                        Math.ceilDiv(wrote, CHARS_PER_TOKEN),
                        0),
                completion.took());
    }

    /** Ends the text at a stop text, where the endpoint would not. */
    private static Completion cut(Completion completion, ModelRequest request, ChatRequest sent) {
        if (request.stop().isEmpty() || sent.options().contains(Refusals.Option.STOP)) {
            return completion;
        }
        int end =
                request.stop().stream()
                        .mapToInt(completion.text()::indexOf)
                        .filter(at -> at >= 0)
                        .min()
                        .orElse(-1);
        if (end < 0) return completion;
        return new Completion(
                completion.text().substring(0, end),
                Completion.Finish.STOP,
                completion.usage(),
                completion.took());
    }
}
