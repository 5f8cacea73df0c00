package io.espalier.signatures.program;

import io.espalier.signatures.document.FileProblem;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A user's jar and its classes. The same content at the same place is the same classes, however
 * often a program is read from it: each job of a study reads its program. Classes of an earlier
 * build are left to those who still run them; they go when nobody does.
 *
 * @param sha256 of the content, so that another build is another program
 */
record Jar(String path, String sha256, ClassLoader classes) {
    private static final Map<Path, Jar> LATEST = new ConcurrentHashMap<>();

    /**
     * @throws IllegalArgumentException when there is no such jar, or it cannot be read
     */
    static Jar at(String path) {
        var file = Path.of(path).toAbsolutePath().normalize();
        if (!Files.isRegularFile(file))
            throw new IllegalArgumentException("there is no jar " + file);
        var sha256 = hash(file);
        var jar =
                LATEST.compute(
                        file,
                        (_, known) ->
                                known != null && known.sha256.equals(sha256)
                                        ? known
                                        : new Jar(path, sha256, loader(file)));
        return new Jar(path, sha256, jar.classes);
    }

    private static String hash(Path file) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read the jar " + file + ": " + FileProblem.of(e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ClassLoader loader(Path file) {
        try {
            return new URLClassLoader(new URL[] {file.toUri().toURL()}, Jar.class.getClassLoader());
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not a jar's path: " + file, e);
        }
    }
}
