/** The embedded node: coordinator and worker in one JVM, its home folder, its log. */
@NullMarked
package io.espalier.deploy.node;

import org.jspecify.annotations.NullMarked;
