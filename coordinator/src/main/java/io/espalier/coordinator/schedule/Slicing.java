package io.espalier.coordinator.schedule;

import io.espalier.cluster.v1.TrialJob;
import java.util.List;

/**
 * How much of a candidate goes into one trial. Every further slice of a candidate costs one more
 * prefill of its prompt somewhere, so a candidate is cut only as far as idle lanes would stand
 * still.
 */
record Slicing(int smallest, int largest, int largestBytes) {

    static final Slicing DEFAULT = new Slicing(8, 16, 128 * 1024);

    /**
     * @param jobs of one candidate, not empty
     * @param idleLanes lanes without work
     * @param waiting candidates that wait for a lane, this one among them
     * @return how many of {@code jobs}, from the first on, make the next slice
     */
    int next(List<TrialJob> jobs, int idleLanes, int waiting) {
        var slices = Math.max(1, idleLanes / Math.max(1, waiting));
        var wanted = Math.clamp(Math.ceilDiv(jobs.size(), slices), smallest, largest);
        long bytes = 0;
        int count = 0;
        while (count < Math.min(wanted, jobs.size())) {
            bytes += jobs.get(count).getSerializedSize();
            if (count > 0 && bytes > largestBytes) break;
            count++;
        }
        return count;
    }
}
