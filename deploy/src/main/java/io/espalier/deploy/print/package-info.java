/**
 * What people and scripts read: results, progress, prompts and differences, as text and as JSON.
 */
@NullMarked
package io.espalier.deploy.print;

import org.jspecify.annotations.NullMarked;
