/**
 * What every study does apart from having its jobs done: job identity, replay from records, the
 * budget's ledger, tolerance of failures, and the frame of scorings around an optimizer. A durable
 * study brings a {@link io.espalier.optimizers.study.Workforce} over its cluster; {@link
 * io.espalier.optimizers.study.InMemoryStudy} brings threads.
 */
@NullMarked
package io.espalier.optimizers.study;

import org.jspecify.annotations.NullMarked;
