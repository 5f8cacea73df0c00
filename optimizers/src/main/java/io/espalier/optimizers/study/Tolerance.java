package io.espalier.optimizers.study;

import io.espalier.optimizers.StudyStopped;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many failures that are not a candidate's fault a study bears. A failed candidate is a
 * finding; a dead endpoint or a broken metric only makes every score wrong.
 *
 * @param most borne at all times
 * @param share of all answered jobs, 0 to 1, borne beyond that
 */
public record Tolerance(long most, double share) {
    /** Ten, as in DSPy's evaluation, or one in twenty of a long study. */
    public static final Tolerance DEFAULT = new Tolerance(10, 0.05);

    /**
     * @param failed by blame, of {@code answered} jobs
     * @param last the newest failure that is not a candidate's
     * @throws StudyStopped when there are too many
     */
    void check(Map<Blame, Long> failed, long answered, Failure last) {
        var foreign = new EnumMap<Blame, Long>(Blame.class);
        foreign.putAll(failed);
        foreign.remove(Blame.CANDIDATE);
        long count = foreign.values().stream().mapToLong(Long::longValue).sum();
        if (count <= most || count <= share * answered) return;
        throw new StudyStopped(
                count
                        + " of "
                        + answered
                        + " jobs failed for reasons outside of the program "
                        + foreign
                        + "; the last one ("
                        + last.blame().label()
                        + "): "
                        + last.message());
    }
}
