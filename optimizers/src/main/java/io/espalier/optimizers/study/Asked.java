package io.espalier.optimizers.study;

import io.espalier.signatures.job.Job;

/**
 * A job with its identity.
 *
 * @param stateHash of the job's state: jobs that share it share a prompt's beginning
 * @param stateChars length of the state's JSON
 * @param apart true for jobs that no budget counts: the scorings of test data
 */
public record Asked(String id, Job job, String stateHash, int stateChars, boolean apart) {}
