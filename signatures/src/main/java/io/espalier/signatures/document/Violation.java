package io.espalier.signatures.document;

import org.jspecify.annotations.Nullable;

/**
 * One fault of a document.
 *
 * @param field path of the offending member: {@code data.train}, {@code program.steps[1].use}
 * @param line in the file, from 1; null where the document has no lines
 * @param message what is wrong and what to do, one sentence
 */
public record Violation(String field, @Nullable Integer line, String message) {}
