/**
 * Models in the layout of the Hugging Face hub (config.json, tokenizer.json, onnx/model.onnx with
 * past keys and values as inputs) on ONNX Runtime.
 */
@NullMarked
package io.espalier.worker.onnx;

import org.jspecify.annotations.NullMarked;
