package io.espalier.deploy.bench.quality;

import io.espalier.deploy.study.StudyFile;
import io.espalier.signatures.program.ProgramState;

/** Runs studies to their end. */
interface Engine extends AutoCloseable {

    /**
     * What a study came to.
     *
     * @param ending {@code done}, {@code budget}, {@code converged}
     * @param metricCalls as the study counts them
     */
    record Learned(ProgramState state, String ending, long metricCalls) {}

    /**
     * @throws IllegalStateException when the study failed, with its message
     */
    Learned run(StudyFile study) throws Exception;

    @Override
    default void close() {}
}
