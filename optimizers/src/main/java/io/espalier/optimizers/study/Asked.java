package io.espalier.optimizers.study;

import io.espalier.signatures.job.Job;

/**
 * A job with its identity.
 *
 * @param stateHash of the job's state: jobs that share it share a prompt's beginning
 * @param kind what jobs share that take alike: the state, or the program of a question that is not
 *     scored, whose state is empty
 * @param chars length of what a prompt has besides the program's own text: the JSON of the state,
 *     as far as a prompt shows it, and the example's
 * @param apart true for jobs that no budget counts: the scorings of test data
 */
public record Asked(String id, Job job, String stateHash, String kind, int chars, boolean apart) {}
