@NullMarked
package io.espalier.deploy.print;

import org.jspecify.annotations.NullMarked;
