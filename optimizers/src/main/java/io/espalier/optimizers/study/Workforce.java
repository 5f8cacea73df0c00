package io.espalier.optimizers.study;

import io.espalier.optimizers.StudyStopped;
import io.espalier.signatures.job.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has jobs done that no record answers: by threads of this process, or by a cluster. */
@FunctionalInterface
public interface Workforce {

    /**
     * Blocks until all are done. Each answer is recorded, durably where the study is durable,
     * before this returns, also when it throws.
     *
     * @param jobs distinct, none of them recorded
     * @param timeLeft of the study's budget; null without a limit
     * @return one outcome per job, in their order
     * @throws TimeIsUp when {@code timeLeft} passed before the last answer
     * @throws StudyStopped when the study ends from outside, or the calling thread was interrupted
     */
    List<Outcome> work(List<Asked> jobs, @Nullable Duration timeLeft);

    /**
     * What other studies know of these jobs. It costs nothing, and becomes a record of this study,
     * marked as such, before this returns.
     *
     * @param jobs distinct, none of them recorded
     * @return outcomes by job id, of as many as are known
     * @throws StudyStopped as {@link #work}
     */
    default Map<String, Outcome> recall(List<Asked> jobs) {
        return Map.of();
    }
}
