package io.espalier.signatures.job;

/** Why a job has no proper score: whose fault, and what happened in one sentence. */
public record Failure(Blame blame, String message) {}
