/** Study files on their way to a node: read and checked here first, then sent with their data. */
@NullMarked
package io.espalier.deploy.study;

import org.jspecify.annotations.NullMarked;
