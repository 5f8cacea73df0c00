package io.espalier.deploy;

import io.espalier.worker.provider.ModelPlaces;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where this build's own files lie: {@code models} and {@code examples} beside {@code lib} in what
 * is shipped, or in the checkout when the classes run from there.
 *
 * @param folder that holds {@code models} and {@code examples}
 */
public record Distribution(Path folder) {

    public static Distribution find() {
        try {
            var place =
                    Path.of(
                            Distribution.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            // lib/espalier.jar, or deploy/target/classes
            var up = Files.isDirectory(place) ? place.resolve("../../..") : place.resolve("../..");
            return new Distribution(up.toAbsolutePath().normalize());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a place of classes that is no path", e);
        }
    }

    public Path models() {
        return folder.resolve("models");
    }

    public Path examples() {
        return folder.resolve("examples");
    }

    /** Has providers look for models here, unless the user named another place. */
    public void offerModels() {
        if (System.getProperty(ModelPlaces.PROPERTY) == null
                && System.getenv(ModelPlaces.VARIABLE) == null) {
            System.setProperty(ModelPlaces.PROPERTY, models().toString());
        }
    }
}
