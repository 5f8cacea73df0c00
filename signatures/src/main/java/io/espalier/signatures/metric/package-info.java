/**
 * Metrics score a prediction against its example: built-in ones, their combinations, and the user's
 * own in any language.
 */
@NullMarked
package io.espalier.signatures.metric;

import org.jspecify.annotations.NullMarked;
