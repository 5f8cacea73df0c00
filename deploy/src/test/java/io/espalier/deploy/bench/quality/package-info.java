@NullMarked
package io.espalier.deploy.bench.quality;

import org.jspecify.annotations.NullMarked;
