/** JSON as this project writes it: one mapper, one canonical form, one content hash. */
@NullMarked
package io.espalier.signatures.json;

import org.jspecify.annotations.NullMarked;
