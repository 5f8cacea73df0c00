/**
 * The pure core's vocabulary: what a language-model program reads and writes. A {@link
 * io.espalier.signatures.Signature} is an instruction and typed fields; everything else (adapters,
 * programs, metrics, jobs) lives in the packages below and speaks in these types. Nothing here
 * knows of actors, gRPC or protobuf.
 */
@NullMarked
package io.espalier.signatures;

import org.jspecify.annotations.NullMarked;
