package io.espalier.deploy.node;

import io.espalier.deploy.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder of everything that a node keeps: journal, data sets, models, releases, logs.
 *
 * @param folder absolute
 */
public record Home(Path folder) {
    public Home {
        folder = folder.toAbsolutePath().normalize();
    }

    /** {@code ESPALIER_HOME}, else {@code ~/.espalier}. */
    public static Home byDefault() {
        var named = System.getenv("ESPALIER_HOME");
        return new Home(
                named == null || named.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".espalier")
                        : Path.of(named));
    }

    public Path journal() {
        return folder.resolve("journal");
    }

    /** Names the cluster that this home belongs to. */
    public Path cluster() {
        return folder.resolve("cluster");
    }

    public Path log() {
        return folder.resolve("logs").resolve("espalier.log");
    }

    /** Written by the node that runs over this home, removed when it stops. */
    public Path nodeFile() {
        return folder.resolve("node.json");
    }

    /** Makes the folder where it is missing. */
    public void prepare() {
        try {
            if (!Files.exists(folder)) makePrivate(folder);
            Files.createDirectories(folder.resolve("logs"));
        } catch (IOException e) {
            throw CommandFailure.environment(
                    "HOME_NOT_WRITABLE",
                    "the home folder "
                            + folder
                            + " cannot be made ("
                            + reason(e)
                            + "); name another with --home",
                    e);
        }
        if (!Files.isWritable(folder)) {
            throw CommandFailure.environment(
                    "HOME_NOT_WRITABLE",
                    "the home folder " + folder + " is not writable; name another with --home");
        }
    }

    /** Journal and data sets hold examples: they are for their owner's eyes. */
    private static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(folder);
        var view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (view != null) view.setPermissions(PosixFilePermissions.fromString("rwx------"));
    }

    private static String reason(IOException problem) {
        var message =
                problem instanceof java.nio.file.FileSystemException f
                        ? f.getReason()
                        : problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : message;
    }
}
