/**
 * Language models as a program sees them: a conversation in, a completion out. Providers (ONNX
 * Runtime, remote endpoints) implement {@link io.espalier.signatures.model.LanguageModel}
 * elsewhere.
 */
@NullMarked
package io.espalier.signatures.model;

import org.jspecify.annotations.NullMarked;
