/**
 * Examples and data sets: read from JSON lines or CSV, identified by content, split with a seed.
 */
@NullMarked
package io.espalier.signatures.data;

import org.jspecify.annotations.NullMarked;
