package io.espalier.signatures.model;

import java.util.List;

/**
 * A model that is asked each thing once. A program of several predictors is mostly asked again with
 * only one of them changed: the calls before that one are the same.
 *
 * @param scope what else decides an answer of {@code model}, compared by value; models that share
 *     both memory and scope answer for each other
 */
public record RememberingModel(LanguageModel model, CompletionMemory memory, Object scope)
        implements LanguageModel {

    /** With a memory of its own, for the length of one study. */
    public static RememberingModel of(LanguageModel model) {
        return new RememberingModel(
                model, new CompletionMemory(CompletionMemory.DEFAULT_BYTES), "");
    }

    @Override
    public Completion complete(ModelRequest request) {
        return memory.complete(scope, request, model);
    }

    @Override
    public Embeddings embed(String name, List<String> texts) {
        return memory.embed(scope, name, texts, model);
    }
}
