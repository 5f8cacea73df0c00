package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Study;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;

/**
 * Shows every predictor some labelled examples.
 *
 * <p><b>Idea.</b> The cheapest optimizer that there is: examples of the task, as they are, in front
 * of the question (Brown et al., 2020, "Language Models are Few-Shot Learners").
 *
 * <p><b>Steps.</b> For each predictor, draw min(k, n) of the n training examples that have at least
 * one of its inputs and one of its outputs; fields that an example lacks stay open in the demo.
 * Fewer where the budget's tokens do not cover the scoring of so many.
 *
 * <p><b>Parameters.</b> {@code k} (16): demos per predictor, at least 0.
 *
 * <p><b>Cost.</b> No model call. The study's frame scores the result once: |validation| metric
 * calls.
 *
 * <p><b>Source.</b> DSPy's {@code LabeledFewShot}. Apart from it on purpose: the draw follows the
 * study's seed in place of seed 0, and examples that could not become a demo of the predictor are
 * left out before the draw, not after it.
 */
public record LabeledFewShot(int k) implements Optimizer {
    public static final int DEFAULT_K = 16;

    public LabeledFewShot {
        if (k < 0) throw new IllegalArgumentException("k: " + k + " (expected: at least 0)");
    }

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("labeled-few-shot: no training examples (needs 1)");
        }
        var random = RandomStreams.of(study.random().nextLong());
        var state = LabeledDemos.state(program, ProgramState.EMPTY, study.training(), k, random);
        return new Payable(study, "labeled-few-shot").of(state);
    }
}
