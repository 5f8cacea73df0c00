/**
 * What a study is to do: read from a study file or a submission with every fault named by field and
 * line, checked against its data, and written back in the one canonical form that identifies it.
 */
@NullMarked
package io.espalier.optimizers.spec;

import org.jspecify.annotations.NullMarked;
