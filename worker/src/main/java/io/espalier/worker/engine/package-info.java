/**
 * Batched generation over any {@link io.espalier.worker.engine.Decoder}. Requests of many threads
 * wait in one bounded queue; a platform thread per decoder admits them into a running batch,
 * prefills each shared prefix once, and draws tokens with counter-based random numbers, so that
 * what a request gets never depends on its neighbours.
 */
@NullMarked
package io.espalier.worker.engine;

import org.jspecify.annotations.NullMarked;
