/** Several states of one program that vote, chosen from what another optimizer scored anyway. */
@NullMarked
package io.espalier.optimizers.ensemble;

import org.jspecify.annotations.NullMarked;
