/**
 * Files that users write (studies, programs) as trees that remember their lines, and the faults
 * found in them, collected so that all are reported at once.
 */
@NullMarked
package io.espalier.signatures.document;

import org.jspecify.annotations.NullMarked;
