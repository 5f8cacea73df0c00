/** The Python environment that tests of several modules share. */
@NullMarked
package io.espalier.signatures.python;

import org.jspecify.annotations.NullMarked;
