/**
 * Benchmarks that anybody can repeat from a clone: Espalier beside its peers, on this machine, in
 * one run. Peers that are Python run as processes of their own; their scripts lie in {@code
 * deploy/bench}.
 */
@NullMarked
package io.espalier.deploy.bench;

import org.jspecify.annotations.NullMarked;
