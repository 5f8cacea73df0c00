/** Tests of whole nodes: the real cluster, journal, worker and model. */
@NullMarked
package io.espalier.deploy.node;

import org.jspecify.annotations.NullMarked;
