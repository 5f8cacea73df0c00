package io.espalier.optimizers.study;

import io.espalier.optimizers.StudyStopped;
import io.espalier.signatures.job.Job;
import java.util.stream.Collectors;

/**
 * How many failures that are not a candidate's fault a study bears. A failed candidate is a
 * finding; a dead endpoint or a broken metric only makes every score wrong. Each model is judged by
 * its own jobs, since a study asks a hundred runs of one for a proposal of the other.
 *
 * @param runs of the program by the task's model
 * @param proposals and whatever else the reflection model does
 */
public record Tolerance(Bound runs, Bound proposals) {

    /**
     * @param most failures borne at all times, unless nothing ever came of such a job
     * @param share of all jobs, 0 to 1, borne beyond that
     */
    public record Bound(long most, double share) {}

    /**
     * Of runs ten, as in DSPy's evaluation, or one in twenty of a long study; of proposals, which
     * are few and not replaced, four or one in five.
     */
    public static final Tolerance DEFAULT = new Tolerance(new Bound(10, 0.05), new Bound(4, 0.2));

    /** Failures without a single answer after which there is none to be hoped for. */
    private static final int HOPELESS = 2;

    /**
     * @throws StudyStopped when a model's jobs failed too often
     */
    void check(Tally tally) {
        check(
                tally.of(Job.Role.TASK),
                runs,
                "runs of the program failed for reasons outside of it");
        check(
                tally.of(Job.Role.REFLECTION),
                proposals,
                "jobs of the reflection model (models.reflection) failed");
    }

    private static void check(Tally.OfRole jobs, Bound bound, String what) {
        long count = jobs.foreign();
        var last = jobs.lastForeign();
        if (last == null || isBorne(count, jobs.jobs(), bound)) return;
        var byBlame =
                jobs.foreignByBlame().entrySet().stream()
                        .map(e -> e.getKey().label() + " " + e.getValue())
                        .collect(Collectors.joining(", "));
        throw new StudyStopped(
                count
                        + " of "
                        + jobs.jobs()
                        + " "
                        + what
                        + " ("
                        + byBlame
                        + "); the last one ("
                        + last.blame().label()
                        + "): "
                        + last.message()
                        + ". Once that is mended, resume the study: what it learned is kept");
    }

    private static boolean isBorne(long count, long all, Bound bound) {
        if (count == all && count >= HOPELESS) return false;
        return count <= bound.most || count <= bound.share * all;
    }
}
