package io.espalier.worker.provider;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where models lie on this machine.
 *
 * @param models the folder that holds {@code embedded}
 */
public record ModelPlaces(Path models) {

    /** The system property that names the folder of models. */
    public static final String PROPERTY = "espalier.models";

    /** The environment variable that names it where the property is not set. */
    public static final String VARIABLE = "ESPALIER_MODELS";

    /** By property, then environment, then {@code models} under the current folder. */
    public static ModelPlaces ofEnvironment() {
        var named =
                Optional.ofNullable(System.getProperty(PROPERTY))
                        .or(() -> Optional.ofNullable(System.getenv(VARIABLE)));
        return new ModelPlaces(Path.of(named.orElse("models")).toAbsolutePath().normalize());
    }

    public Path embedded() {
        return models.resolve("embedded");
    }
}
