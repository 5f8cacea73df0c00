package io.espalier.worker.trial;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Embeddings;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.worker.provider.OpenModel;
import io.espalier.worker.provider.Providers;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models of a worker's jobs: opened at the first call, closed some time after the last. */
final class OpenModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenModels.class);

    private final Providers providers;
    private final Kept<ModelSpec, OpenModel> open;

    OpenModels(Providers providers, Duration idle, LongSupplier nanos) {
        this.providers = providers;
        this.open = new Kept<>(idle, nanos);
    }

    /** A model that holds its entry open for the length of each call. */
    LanguageModel model(ModelSpec spec) {
        return new LanguageModel() {
            @Override
            public Completion complete(ModelRequest request) {
                return call(spec, model -> model.complete(request));
            }

            @Override
            public Embeddings embed(String name, List<String> texts) {
                return call(spec, model -> model.embed(name, texts));
            }
        };
    }

    /** Opens it in the background; a failure shows at the first call. */
    void warm(ModelSpec spec) {
        Thread.ofVirtual()
                .name("warm-model")
                .start(() -> {
                    try {
                        open.hold(spec, () -> open(spec)).close();
                    } catch (InterruptedException | RuntimeException e) {
                        LOG.debug("Model of provider {} not warmed.", spec.provider(), e);
                    }
                });
    }

    private <T> T call(ModelSpec spec, Function<OpenModel, T> call) {
        try (var held = open.hold(spec, () -> open(spec))) {
            return call.apply(held.value());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(Blame.MACHINE, "the model call was cancelled", e);
        } catch (ModelException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ModelException(
                    Blame.PROVIDER,
                    "the model of provider " + spec.provider() + " failed: " + e,
                    e);
        }
    }

    private OpenModel open(ModelSpec spec) {
        var started = System.nanoTime();
        try {
            var model = providers.open(spec);
            LOG.info(
                    "Opened a model of provider {} in {} ms.",
                    spec.provider(),
                    (System.nanoTime() - started) / 1_000_000);
            return model;
        } catch (ModelException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new ModelException(
                    Blame.MACHINE,
                    "the model of provider " + spec.provider() + " cannot be opened here: " + e,
                    e);
        }
    }

    void sweep() {
        open.sweep();
    }

    /** Calls under way may end for a moment; then they end with an error. */
    @Override
    public void close() {
        open.close();
    }
}
