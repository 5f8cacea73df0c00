/** A scripted program and model that reward good prompts, and the contract of every optimizer. */
@NullMarked
package io.espalier.optimizers;

import org.jspecify.annotations.NullMarked;
