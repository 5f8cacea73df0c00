package io.espalier.optimizers.study;

import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Job;
import java.util.ArrayList;
import java.util.List;

/**
 * What a study says about models that answered, but seldom with what was asked for: it finishes
 * like any other, so its reader must be told. One place for all optimizers, by the tally of jobs.
 */
final class Complaints {
    /** Share of a model's answers from which on unusable ones are worth a note. */
    private static final double MANY = 0.1;

    private static final int SHOWN = 200;

    private Complaints() {}

    /**
     * @param failed whether the study did, and so says itself which failure was one too many
     */
    static List<String> of(Tally tally, boolean failed) {
        var notes = new ArrayList<String>();
        var runs = tally.of(Job.Role.TASK);
        if (many(runs)) notes.add(runs(runs));
        var proposals = tally.of(Job.Role.REFLECTION);
        if (many(proposals)) notes.add(proposals(proposals));
        var failure = proposals.lastForeign();
        if (failure != null && !failed) notes.add(failures(proposals, failure));
        return notes;
    }

    private static boolean many(Tally.OfRole jobs) {
        return jobs.unusable() > 0 && jobs.unusable() >= MANY * jobs.answered();
    }

    private static String runs(Tally.OfRole runs) {
        var first = runs.firstUnusable();
        var all = runs.unusable() == runs.answered();
        return (all ? "none of the " : runs.unusable() + " of ")
                + runs.answered()
                + " answers could "
                + (all ? "be used, so scores say nothing about the program" : "not be used")
                + ". The model may refuse, or not know this adapter or framing, or its prompts"
                + " are longer than it was made for: try another adapter, fewer demos (the"
                + " optimizer's max-labeled and max-bootstrapped), or another model."
                + (first == null ? "" : " The first one: " + shown(first.message()));
    }

    /** Quotes no answer: it may be made of training examples. */
    private static String proposals(Tally.OfRole proposals) {
        var all = proposals.unusable() == proposals.answered();
        return (all ? "none" : String.valueOf(proposals.unusable()))
                + " of the "
                + proposals.answered()
                + " answers of the reflection model (models.reflection) "
                + (all ? "could be used, so nothing was proposed" : "could not be used")
                + ": it refused, or left out what was asked for. Name another model as"
                + " models.reflection";
    }

    private static String failures(Tally.OfRole proposals, Failure last) {
        return proposals.foreign()
                + " of "
                + proposals.jobs()
                + " jobs of the reflection model (models.reflection) failed; the last one ("
                + last.blame().label()
                + "): "
                + shown(last.message());
    }

    private static String shown(String message) {
        var line = message.strip().replaceAll("\\s+", " ");
        return line.substring(0, Math.min(line.length(), SHOWN));
    }
}
