/**
 * The part of Jinja that chat templates of model folders use: text, {@code for}, {@code if}, {@code
 * set}, and expressions over strings, numbers, lists and maps. What it does not know it refuses
 * when the template is read, never when a prompt is made.
 */
@NullMarked
package io.espalier.worker.template;

import org.jspecify.annotations.NullMarked;
