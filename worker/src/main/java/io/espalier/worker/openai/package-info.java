/**
 * Any OpenAI-compatible endpoint as a language model: one blocking call per request over kept-alive
 * connections, with retries where they help, one pause for all callers when the endpoint asks for
 * it, and errors that say what to do and never hold the prompt or the key.
 */
@NullMarked
package io.espalier.worker.openai;

import org.jspecify.annotations.NullMarked;
