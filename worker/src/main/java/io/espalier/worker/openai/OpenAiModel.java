package io.espalier.worker.openai;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.model.Sampling;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind an OpenAI-compatible endpoint. Each call blocks its virtual thread; at most {@code
 * concurrency} are under way at once, the others wait.
 */
public final class OpenAiModel implements LanguageModel, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenAiModel.class);

    private final Endpoint endpoint;
    private final Transport transport;
    private final Sampling defaults;
    private final Retries retries;
    private final Pause pause;
    private final Semaphore slots;
    private final Refusals refusals = new Refusals();

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
        try {
            slots.acquire();
            try {
                return new Call(request).complete();
            } finally {
                slots.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(
                    Blame.MACHINE, "the call of " + endpoint + " was cancelled", e);
        }
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
    public void close() {
        transport.close();
    }

    /** One completion, with its retries. */
    private final class Call {
        private final ModelRequest request;
        private final Sampling sampling;
        private final Patience patience;

        Call(ModelRequest request) {
            this.request = request;
            this.sampling = request.sampling().orElse(defaults);
            this.patience = new Patience(retries, endpoint);
        }

        Completion complete() throws InterruptedException {
            while (true) {
                pause.await();
                var sent = ChatRequest.of(endpoint.model(), request, sampling, refusals.now());
                long began = System.nanoTime();
                switch (Attempt.make(transport, sent, request.messages(), endpoint)) {
                    case Attempt.Done(var completion) -> {
                        var took = Duration.ofNanos(System.nanoTime() - began);
                        return cut(completion, sent).withTook(took);
                    }
                    case Attempt.Refused(var option, var words) -> {
                        if (refusals.remember(option)) {
                            LOG.warn(
                                    "{} refuses {}; going on without it ({})",
                                    endpoint,
                                    option.wireName(),
                                    words);
                        }
                    }
                    case Attempt.PutOff(var asked, var reason) ->
                            pause.atLeast(patience.putOff(asked, reason));
                    case Attempt.Failed failed -> Thread.sleep(patience.failed(failed));
                    case Attempt.Fatal(var blame, var message) ->
                            throw new ModelException(blame, message);
                }
            }
        }

        /** Ends the text at a stop text, where the endpoint would not. */
        private Completion cut(Completion completion, ChatRequest sent) {
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
                    completion.usage());
        }
    }
}
