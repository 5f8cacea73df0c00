/**
 * Jobs: the durable units that a study asks for. A job is identified by its content, so that its
 * recorded result answers the same question for ever.
 */
@NullMarked
package io.espalier.signatures.job;

import org.jspecify.annotations.NullMarked;
