package io.espalier.deploy.doctor;

import io.espalier.worker.hardware.Hardware;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cores and memory. */
record MachineCheck(Hardware hardware, long heapBytes) implements Check {
    private static final double GIB = 1L << 30;

    /** Data sets, the journal's cache and the models of a node share the heap. */
    private static final long SMALL_HEAP = 512L << 20;

    @Override
    public List<Diagnosis> look() {
        var found = new ArrayList<Diagnosis>();
        found.add(
                hardware.cores() > 1
                        ? Diagnosis.ok("cores", hardware.describe())
                        : Diagnosis.warn(
                                "cores",
                                hardware.describe(),
                                "give it two cores: a model's calls and the coordinator share them"));
        var memory =
                String.format(
                        Locale.ROOT,
                        "%.1f GiB in this machine, at most %.1f GiB for Espalier's heap",
                        hardware.memoryBytes() / GIB,
                        heapBytes / GIB);
        found.add(
                heapBytes >= SMALL_HEAP
                        ? Diagnosis.ok("memory", memory)
                        : Diagnosis.warn(
                                "memory", memory, "allow more with ESPALIER_JAVA_OPTIONS=-Xmx1g"));
        return found;
    }
}
