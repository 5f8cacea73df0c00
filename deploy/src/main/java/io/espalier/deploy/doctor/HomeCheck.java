package io.espalier.deploy.doctor;

import io.espalier.deploy.node.Home;
import io.espalier.deploy.node.NodeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The home folder: can it be written, has its disk room, does a node run over it. */
record HomeCheck(Home home) implements Check {
    private static final long LITTLE = 1L << 30;
    private static final long TOO_LITTLE = 100L << 20;

    @Override
    public List<Diagnosis> look() {
        var found = new ArrayList<Diagnosis>();
        var folder = existing(home.folder());
        try {
            // Writes, because permissions alone do not tell of a full or read-only disk.
            var probe = Files.createTempFile(folder, "espalier-doctor", ".tmp");
            Files.writeString(probe, "x");
            Files.delete(probe);
            found.add(
                    Diagnosis.ok(
                            "home",
                            home.folder()
                                    + (folder.equals(home.folder())
                                            ? " can be written"
                                            : " can be made")));
            found.add(disk(Files.getFileStore(folder).getUsableSpace()));
        } catch (IOException e) {
            found.add(
                    Diagnosis.bad(
                            "home",
                            folder + " cannot be written (" + e.getMessage() + ")",
                            "make it writable, free some disk, or name another with --home"));
        }
        found.add(
                NodeFile.running(home)
                        .map(node ->
                                Diagnosis.ok(
                                        "node",
                                        "one runs over this home at "
                                                + node.address()
                                                + ", process "
                                                + node.pid()))
                        .orElseGet(() -> Diagnosis.ok("node", "none runs over this home")));
        return found;
    }

    static Diagnosis disk(long free) {
        var finding = String.format(Locale.ROOT, "%.1f GiB free", free / (double) (1L << 30));
        if (free < TOO_LITTLE) {
            return Diagnosis.bad("disk", finding, "free some: a journal that cannot grow stops");
        }
        return free < LITTLE
                ? Diagnosis.warn("disk", finding, "free some: journals and logs grow with use")
                : Diagnosis.ok("disk", finding);
    }

    /** The home, or its nearest ancestor that is there. */
    private static Path existing(Path folder) {
        var at = folder;
        while (!Files.exists(at) && at.getParent() != null) at = at.getParent();
        return at;
    }
}
