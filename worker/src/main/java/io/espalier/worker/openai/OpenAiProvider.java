package io.espalier.worker.openai;

import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Embeddings;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.ModelSpec;
import io.espalier.worker.hardware.Hardware;
import io.espalier.worker.provider.Finding;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.OpenModel;
import io.espalier.worker.provider.Provider;
import java.util.List;

/** Opens models behind OpenAI-compatible endpoints. */
public final class OpenAiProvider implements Provider {

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public Finding detect(Hardware hardware) {
        return Finding.usable("OpenAI-compatible endpoints: on any machine that reaches them");
    }

    @Override
    public OpenModel open(ModelSpec spec, ModelPlaces places) {
        return new Remote(OpenAiModel.of(spec), spec.model() + " at " + spec.url());
    }

    private record Remote(OpenAiModel model, String describe) implements OpenModel {
        @Override
        public Completion complete(ModelRequest request) {
            return model.complete(request);
        }

        @Override
        public Embeddings embed(String name, List<String> texts) {
            return model.embed(name, texts);
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
