package io.espalier.worker.trial;

import io.espalier.cluster.v1.JobResult;
import io.espalier.cluster.v1.RunTrial;
import io.espalier.cluster.v1.TrialJob;

/** Does a trial's jobs. Safe for many threads; blocks; gives up when its thread is interrupted. */
interface Workbench {

    /** Always answers: a job that fails has an outcome that says so. */
    JobResult run(RunTrial trial, TrialJob job);
}
