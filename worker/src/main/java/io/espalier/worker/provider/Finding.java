package io.espalier.worker.provider;

/**
 * What a provider found on a machine.
 *
 * @param sentence for people, such as {@code ONNX Runtime on CPU: Linux x86_64, 2 cores; CoreML not
 *     available: not macOS}
 */
public record Finding(boolean usable, String sentence) {

    public static Finding usable(String sentence) {
        return new Finding(true, sentence);
    }

    public static Finding unusable(String sentence) {
        return new Finding(false, sentence);
    }
}
