@NullMarked
package io.espalier.deploy.bench;

import org.jspecify.annotations.NullMarked;
