/**
 * From jobs to trials to lanes: slices candidates, picks a lane by the prompt's prefix with bounded
 * load, keeps a window per lane, and asks again elsewhere when a worker is lost.
 */
@NullMarked
package io.espalier.coordinator.schedule;

import org.jspecify.annotations.NullMarked;
