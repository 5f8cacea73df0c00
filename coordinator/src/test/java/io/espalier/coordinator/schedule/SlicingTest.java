package io.espalier.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.espalier.cluster.v1.TrialJob;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlicingTest {
    private final Slicing slicing = new Slicing(8, 32, 128 * 1024);

    @Test
    void next_noIdleLane_takesTheLargestSlice() {
        assertThat(slicing.next(jobs(100, 10), 0, 1)).isEqualTo(32);
    }

    @Test
    void next_manyIdleLanes_cutsAsFarAsTheSmallestSlice() {
        assertThat(slicing.next(jobs(100, 10), 24, 1)).isEqualTo(8);
    }

    @Test
    void next_idleLanesSharedByManyCandidates_cutsLess() {
        assertThat(slicing.next(jobs(100, 10), 24, 6)).isEqualTo(25);
    }

    @Test
    void next_largeExamples_staysWithinTheBytesOfAFrame() {
        assertThat(slicing.next(jobs(100, 50_000), 0, 1)).isEqualTo(2);
        assertThat(slicing.next(jobs(3, 500_000), 0, 1)).isEqualTo(1);
    }

    private static List<TrialJob> jobs(int count, int bytes) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        TrialJob.newBuilder()
                                .setJob("j" + i)
                                .setExample(ByteString.copyFrom(new byte[bytes]))
                                .build())
                .toList();
    }
}
