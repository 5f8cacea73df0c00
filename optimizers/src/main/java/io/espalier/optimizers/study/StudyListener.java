package io.espalier.optimizers.study;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;

/** Hears what a study does, on the study's thread. A replay tells everything again. */
public interface StudyListener {
    StudyListener SILENT = new StudyListener() {};

    /**
     * @param jobs that the phase is expected to take; 0 where nobody knows
     */
    default void phase(String name, long jobs) {}

    /** The program as it was before, on the whole validation set. */
    default void unoptimized(Evaluation evaluation) {}

    /**
     * @param best whether it is the best so far on the validation set
     */
    default void candidate(Candidate candidate, boolean best) {}

    default void note(String text) {}
}
