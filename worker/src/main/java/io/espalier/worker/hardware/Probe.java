package io.espalier.worker.hardware;

import io.espalier.worker.hardware.Hardware.System;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import oshi.SystemInfo;

/**
 * What the system tells of its processor and memory. Asks Linux and macOS directly, in
 * milliseconds; OSHI, which knows all systems, takes a third of a second and answers for the rest.
 */
record Probe(String chip, int physicalCores, long memoryBytes) {

    static Probe of(System system) {
        try {
            return switch (system) {
                case LINUX ->
                        linux(
                                Files.readAllLines(Path.of("/proc/cpuinfo")),
                                Files.readAllLines(Path.of("/proc/meminfo")));
                case MACOS -> macOs(sysctl());
                case WINDOWS, OTHER -> anySystem();
            };
        } catch (IOException | RuntimeException e) {
            return anySystem();
        }
    }

    static Probe linux(List<String> cpuInfo, List<String> memInfo) {
        var cpu = lastValues(cpuInfo);
        var memory = lastValues(memInfo).get("MemTotal");
        if (memory == null) {
            throw new IllegalArgumentException("/proc/meminfo has no MemTotal");
        }
        var cores =
                cpuInfo.stream()
                        .filter(line ->
                                line.startsWith("physical id") || line.startsWith("core id"))
                        .toList();
        var pairs = new TreeMap<String, Boolean>();
        for (var i = 0; i + 1 < cores.size(); i += 2) {
            pairs.put(cores.get(i) + cores.get(i + 1), true);
        }
        return new Probe(
                cpu.getOrDefault("model name", "unknown processor"),
                pairs.isEmpty() ? Integer.MAX_VALUE : pairs.size(),
                Long.parseLong(memory.split(" ")[0]) * 1024);
    }

    static Probe macOs(List<String> sysctl) {
        var values = lastValues(sysctl);
        return new Probe(
                values.getOrDefault("machdep.cpu.brand_string", "unknown processor"),
                Integer.parseInt(values.getOrDefault("hw.physicalcpu", "1")),
                Long.parseLong(values.getOrDefault("hw.memsize", "0")));
    }

    private static List<String> sysctl() throws IOException {
        var process =
                new ProcessBuilder(
                                "/usr/sbin/sysctl",
                                "machdep.cpu.brand_string",
                                "hw.physicalcpu",
                                "hw.memsize")
                        .start();
        var output = process.getInputStream().readAllBytes();
        return new String(output, StandardCharsets.UTF_8).lines().toList();
    }

    private static Probe anySystem() {
        var hardware = new SystemInfo().getHardware();
        var processor = hardware.getProcessor();
        return new Probe(
                processor.getProcessorIdentifier().getName().strip(),
                processor.getPhysicalProcessorCount(),
                hardware.getMemory().getTotal());
    }

    /** {@code name: value} lines by name; a name that comes again keeps its last value. */
    private static Map<String, String> lastValues(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains(":"))
                .map(line -> line.split(":", 2))
                .collect(
                        Collectors.toMap(
                                parts -> parts[0].strip(), parts -> parts[1].strip(), (a, b) -> b));
    }
}
