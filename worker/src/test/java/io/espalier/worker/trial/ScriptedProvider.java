package io.espalier.worker.trial;

import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.signatures.model.Usage;
import io.espalier.worker.hardware.Hardware;
import io.espalier.worker.provider.Finding;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.OpenModel;
import io.espalier.worker.provider.Provider;
import io.espalier.worker.provider.Providers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A provider whose models write what the test says. */
final class ScriptedProvider implements Provider {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final BiFunction<ModelSpec, ModelRequest, String> script;
    Runnable onOpen = () -> {};

    /**
     * @param script the completion, by the model's entry and the request; may throw
     */
    ScriptedProvider(BiFunction<ModelSpec, ModelRequest, String> script) {
        this.script = script;
    }

    /** Always {@code billing}. */
    ScriptedProvider() {
        this((_, _) -> field("team", "billing"));
    }

    static String field(String name, String value) {
        return "[[ ## " + name + " ## ]]\n" + value + "\n\n";
    }

    Providers providers() {
        return new Providers(List.of(this), Hardware.detect(), new ModelPlaces(Path.of("models")));
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Finding detect(Hardware hardware) {
        return Finding.usable("scripted: anywhere");
    }

    @Override
    public OpenModel open(ModelSpec spec, ModelPlaces places) {
        opened.incrementAndGet();
        onOpen.run();
        return new OpenModel() {
            @Override
            public Completion complete(ModelRequest request) {
                return new Completion(
                        script.apply(spec, request),
                        Completion.Finish.STOP,
                        new Usage(1, 10, 2, 0));
            }

            @Override
            public String describe() {
                return "scripted";
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
