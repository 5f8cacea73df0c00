package io.espalier.deploy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** This build's version, from a file that the build writes. */
final class Version implements IVersionProvider {

    static String text() {
        try (var file = Version.class.getResourceAsStream("/espalier-version.properties")) {
            if (file == null) return "unknown";
            var properties = new Properties();
            properties.load(file);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"espalier " + text()};
    }
}
