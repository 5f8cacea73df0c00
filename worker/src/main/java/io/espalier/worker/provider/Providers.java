package io.espalier.worker.provider;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Embeddings;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.worker.hardware.Hardware;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The providers of this process. Chooses one for a model entry and shares open models: equal
 * entries get the same model, which is closed when its last user closes it.
 */
public final class Providers {

    private final List<Provider> all;
    private final Hardware hardware;
    private final Shared<ModelSpec, OpenModel> models;

    public Providers(List<Provider> all, Hardware hardware, ModelPlaces places) {
        this.all = List.copyOf(all);
        this.hardware = hardware;
        this.models = new Shared<>(spec -> choose(spec).open(spec, places));
    }

    /** All providers on the class path. */
    public static Providers found(ModelPlaces places) {
        var services = ServiceLoader.load(Provider.class).stream();
        return new Providers(
                services.map(ServiceLoader.Provider::get).toList(), Hardware.detect(), places);
    }

    public Hardware hardware() {
        return hardware;
    }

    /** What each provider found here, by its name, in the order in which they are asked. */
    public Map<String, Finding> findings() {
        var findings = new LinkedHashMap<String, Finding>();
        for (var provider : all) findings.put(provider.name(), provider.detect(hardware));
        return Collections.unmodifiableMap(findings);
    }

    /**
     * @throws ModelException when no provider has that name, or it cannot run here
     */
    public Provider choose(ModelSpec spec) {
        var provider = all.stream().filter(p -> p.supports(spec)).findFirst();
        if (provider.isEmpty()) {
            throw new ModelException(
                    Blame.PROVIDER,
                    "no provider for models.provider '%s' on this worker (it has: %s)"
                            .formatted(
                                    spec.provider(),
                                    all.stream()
                                            .map(Provider::name)
                                            .collect(Collectors.joining(", "))));
        }
        var finding = provider.get().detect(hardware);
        if (!finding.usable()) {
            throw new ModelException(
                    Blame.MACHINE, "provider '" + spec.provider() + "': " + finding.sentence());
        }
        return provider.get();
    }

    /** Opens a model, or shares the open one. Close it after use. */
    public OpenModel open(ModelSpec spec) {
        return new Use(models.hold(spec));
    }

    /** One user's hold on a shared model. */
    private record Use(Shared<ModelSpec, OpenModel>.Hold hold) implements OpenModel {
        @Override
        public Completion complete(ModelRequest request) {
            return hold.value().complete(request);
        }

        @Override
        public Embeddings embed(String model, List<String> texts) {
            return hold.value().embed(model, texts);
        }

        @Override
        public String describe() {
            return hold.value().describe();
        }

        @Override
        public void close() {
            hold.close();
        }
    }
}
