/** Study files: faults, the canonical form, the schema. */
@NullMarked
package io.espalier.optimizers.spec;

import org.jspecify.annotations.NullMarked;
