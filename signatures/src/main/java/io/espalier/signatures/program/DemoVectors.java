package io.espalier.signatures.program;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.ModelException;
import java.util.Base64;
import java.util.List;

/**
 * Where an embedding model puts the inputs of each of a predictor's demos, in the order of the
 * demos. Each vector is kept as signed bytes, its largest coordinate at 127: a hundredth of a
 * cosine is lost and three quarters of the room saved.
 *
 * @param model at the task's endpoint; inputs at hand must be embedded by the same one
 * @param vectors in base 64
 */
public record DemoVectors(String model, List<String> vectors) {

    public DemoVectors {
        vectors = List.copyOf(vectors);
    }

    /** The form in which one vector is kept. */
    public static String packed(float[] vector) {
        float most = 0;
        for (float value : vector) most = Math.max(most, Math.abs(value));
        var bytes = new byte[vector.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = most == 0 ? 0 : (byte) Math.round(127 * vector[i] / most);
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * The cosine of each vector and the given one, in order.
     *
     * @throws ModelException when it has another length
     */
    double[] likeness(float[] vector) {
        var all = new double[vectors.size()];
        for (int i = 0; i < all.length; i++) all[i] = cosine(vectors.get(i), vector);
        return all;
    }

    private double cosine(String packed, float[] vector) {
        var bytes = Base64.getDecoder().decode(packed);
        if (bytes.length != vector.length) {
            throw new ModelException(
                    Blame.PROVIDER,
                    "'"
                            + model
                            + "' gave a vector of "
                            + vector.length
                            + " coordinates (expected, as the demos have: "
                            + bytes.length
                            + "): the endpoint has another model of that name by now; optimize"
                            + " again with it");
        }
        double dot = 0;
        double one = 0;
        double other = 0;
        for (int i = 0; i < bytes.length; i++) {
            dot += bytes[i] * vector[i];
            one += bytes[i] * bytes[i];
            other += vector[i] * vector[i];
        }
        return one == 0 || other == 0 ? 0 : dot / Math.sqrt(one * other);
    }
}
