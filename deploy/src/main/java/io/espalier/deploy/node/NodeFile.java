package io.espalier.deploy.node;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.client.NodeAddress;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Says which process runs a node over a home folder and where it takes commands. A process that was
 * killed leaves its file behind, so a reader checks that the process lives and started when the
 * file says.
 *
 * @param work false for a node that only reads its journal and ends with its command
 * @param started of the process, in milliseconds since 1970: tells a process from a later one with
 *     its id
 */
public record NodeFile(NodeAddress address, boolean work, long pid, long started) {

    /** Writes the file for this process. */
    static void write(Home home, NodeAddress address, boolean work) {
        var process = ProcessHandle.current();
        var node = Json.object();
        node.put("host", address.host());
        node.put("port", address.port());
        node.put("work", work);
        node.put("pid", process.pid());
        node.put("started", started(process));
        var part = home.folder().resolve("node.json." + process.pid());
        try {
            Files.writeString(part, Json.write(node) + "\n");
            Files.move(
                    part,
                    home.nodeFile(),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw CommandFailure.environment(
                    "HOME_NOT_WRITABLE",
                    "cannot write " + home.nodeFile() + " (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Removes the file, where it is this process's. */
    static void remove(Home home) {
        try {
            if (read(home).filter(file -> file.pid == ProcessHandle.current().pid()).isPresent()) {
                Files.deleteIfExists(home.nodeFile());
            }
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(NodeFile.class)
                    .warn("{} was left behind", home.nodeFile(), e);
        }
    }

    /** The node that runs over this home now, if any. */
    public static Optional<NodeFile> running(Home home) {
        return read(home)
                .filter(file ->
                        ProcessHandle.of(file.pid)
                                .filter(process ->
                                        process.isAlive() && started(process) == file.started)
                                .isPresent());
    }

    private static Optional<NodeFile> read(Home home) {
        try {
            var node = Json.parse(Files.readString(home.nodeFile()));
            return Optional.of(
                    new NodeFile(
                            new NodeAddress(
                                    node.path("host").asString(), node.path("port").asInt()),
                            node.path("work").asBoolean(),
                            node.path("pid").asLong(),
                            node.path("started").asLong()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            // Not ours to judge: without a readable file no node is known.
            org.slf4j.LoggerFactory.getLogger(NodeFile.class)
                    .warn("{} cannot be read", home.nodeFile(), e);
            return Optional.empty();
        }
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    }
}
