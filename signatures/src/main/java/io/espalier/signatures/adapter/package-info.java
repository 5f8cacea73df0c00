/**
 * Adapters turn a signature, demos and inputs into a conversation, and a completion back into typed
 * values. Their structure (markers, turns, order of demos, formats of values, parse rules) is
 * DSPy's; the sentences around it are a value, the framing.
 */
@NullMarked
package io.espalier.signatures.adapter;

import org.jspecify.annotations.NullMarked;
