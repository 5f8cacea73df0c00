/**
 * What Espalier shares with DSPy: the sentences of the user's own installed DSPy as a framing, read
 * by a script that runs in the user's Python; and programs' states in the form that DSPy saves and
 * loads. None of DSPy's sentences are kept here.
 */
@NullMarked
package io.espalier.signatures.dspy;

import org.jspecify.annotations.NullMarked;
