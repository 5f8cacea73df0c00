package io.espalier.deploy.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;

/**
 * One contestant's run over all examples.
 *
 * @param calls model calls that the server answered meanwhile
 * @param cpuSeconds of the contestant's process, all of its threads
 */
record Turn(long calls, double seconds, double cpuSeconds) {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Work of this process. */
    interface Work {
        void run() throws Exception;
    }

    static Turn of(SynthServer server, Work work) throws Exception {
        var before = server.requests();
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) * 1e-9;
        double cpuSeconds = (PROCESS.getProcessCpuTime() - cpu) * 1e-9;
        return new Turn(server.requests() - before, seconds, cpuSeconds);
    }

    double rate() {
        return calls / seconds;
    }

    double cpuMillisPerCall() {
        return 1000 * cpuSeconds / calls;
    }

    static double medianRate(List<Turn> turns) {
        return median(turns.stream().map(Turn::rate).toList());
    }

    static double medianCpu(List<Turn> turns) {
        return median(turns.stream().map(Turn::cpuMillisPerCall).toList());
    }

    static double median(List<Double> values) {
        var sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
