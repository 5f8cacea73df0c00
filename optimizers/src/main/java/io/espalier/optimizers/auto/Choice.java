package io.espalier.optimizers.auto;

import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.fewshot.BootstrapRandomSearch;
import io.espalier.optimizers.fewshot.BootstrapSettings;
import io.espalier.optimizers.fewshot.Instructions;
import io.espalier.optimizers.fewshot.LabeledFewShot;
import io.espalier.optimizers.gepa.Gepa;
import io.espalier.optimizers.gepa.GepaSettings;
import io.espalier.optimizers.miprov2.MiproSettings;
import io.espalier.optimizers.miprov2.MiproV2;
import io.espalier.optimizers.trellis.Trellis;
import io.espalier.optimizers.trellis.Trellis.Effort;
import io.espalier.signatures.job.Job;
import java.util.List;

/**
 * An optimizer and why it was chosen.
 *
 * @param name in study files
 * @param why one sentence, for people
 */
record Choice(String name, Optimizer optimizer, String why) {
    static final String TRELLIS = "trellis";

    /** Demos per predictor where the model may be too small for more. */
    private static final int FEW_DEMOS = 4;

    /** Metric calls beside the winner's scoring with which several programs can be compared. */
    private static final int LEAST_SEARCH = 40;

    static Choice of(Facts facts) {
        long spare = facts.calls() - facts.validation();
        if (spare <= FEW_DEMOS) return labeled(spare);
        if (!facts.answers()) return unanswered();
        if (!facts.reflects()) return demosOnly();
        if (spare < LEAST_SEARCH) return single(spare);
        return trellis(facts);
    }

    private static Choice labeled(long spare) {
        return new Choice(
                "labeled-few-shot",
                new LabeledFewShot(FEW_DEMOS),
                "the budget leaves "
                        + Math.max(0, spare)
                        + " metric calls beside one scoring of a candidate, which is enough for"
                        + " labelled demos only");
    }

    private static Choice unanswered() {
        return new Choice(
                "labeled-few-shot",
                new LabeledFewShot(FEW_DEMOS),
                "no answer could be used, with labelled demos neither, so no score would guide a"
                        + " search");
    }

    private static Choice single(long spare) {
        return new Choice(
                "miprov2",
                new MiproV2(MiproSettings.DEFAULT),
                "the budget leaves "
                        + spare
                        + " metric calls beside one scoring of a candidate: runs for an instruction"
                        + " and demos, too few to compare several programs");
    }

    private static Choice demosOnly() {
        return new Choice(
                "bootstrap-random-search",
                new BootstrapRandomSearch(
                        BootstrapRandomSearch.DEFAULT_CANDIDATES,
                        settings(),
                        null,
                        Instructions.NONE,
                        false),
                "the reflection model gave no usable instruction when asked twice, so only demos"
                        + " are searched");
    }

    private static Choice trellis(Facts facts) {
        return new Choice(
                TRELLIS,
                new Trellis(Effort.MEDIUM, 4, 3, 8),
                "the reflection model writes instructions, "
                        + (facts.feedback()
                                ? "what the metric says of wrong answers helps it"
                                : "and right and wrong runs tell it what the metric does not")
                        + ", and the budget covers a search over instructions and demos of "
                        + (facts.predictors() == 1
                                ? "the predictor"
                                : "all " + facts.predictors() + " predictors at once"));
    }

    /** Searches of instructions and demos that spend what they are given. */
    static List<Choice> searches() {
        return List.of(
                new Choice(TRELLIS, new Trellis(Effort.HEAVY, 4, 3, 8), ""),
                new Choice("gepa", new Gepa(GepaSettings.DEFAULT), ""),
                new Choice("miprov2", new MiproV2(MiproSettings.DEFAULT), ""));
    }

    private static BootstrapSettings settings() {
        return new BootstrapSettings(FEW_DEMOS, FEW_DEMOS, 1, 0.5, Job.Role.TASK);
    }
}
