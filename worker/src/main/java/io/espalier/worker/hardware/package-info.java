/**
 * What the machine is: system, processor, cores, memory. Providers decide by it whether they can
 * run here.
 */
@NullMarked
package io.espalier.worker.hardware;

import org.jspecify.annotations.NullMarked;
