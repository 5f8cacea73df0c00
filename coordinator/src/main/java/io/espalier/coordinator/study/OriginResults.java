package io.espalier.coordinator.study;

import com.google.protobuf.ByteString;
import io.espalier.cluster.v1.CandidateReported;
import io.espalier.optimizers.study.RecordedStudy;
import io.espalier.v1.StudySpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fork has from the study that it was made from.
 *
 * @param outcomes packed, by job, of those that would come out again: they cost the fork nothing
 * @param candidates whose scores may hold for the fork; none where it compares on other examples
 */
record OriginResults(Map<String, ByteString> outcomes, List<CandidateReported> candidates) {
    static final OriginResults NONE = new OriginResults(Map.of(), List.of());

    static OriginResults of(StudyRecord origin, StudySpec fork) {
        var lasting = new HashMap<>(origin.past().outcomes());
        lasting.values()
                .removeIf(packed -> !RecordedStudy.lasts(StudyRecord.unpack(packed).failure()));
        return new OriginResults(
                Map.copyOf(lasting),
                sameExamples(origin.spec(), fork) ? origin.candidates() : List.of());
    }

    /**
     * A candidate may show rows that its study did not compare on. Where they are compared on now,
     * its score means nothing.
     */
    private static boolean sameExamples(StudySpec origin, StudySpec fork) {
        return origin.getData().equals(fork.getData())
                && (!fork.getData().hasSplit() || origin.getSeed() == fork.getSeed());
    }
}
