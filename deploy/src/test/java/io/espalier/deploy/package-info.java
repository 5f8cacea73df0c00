/** The house's rules that no pom can hold, and the launcher as a newcomer's machine sees it. */
@NullMarked
package io.espalier.deploy;

import org.jspecify.annotations.NullMarked;
