package io.espalier.optimizers.gepa;

import io.espalier.optimizers.ForwardingStudy;
import io.espalier.optimizers.Study;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A study that counts what is asked of it: all scorings, the known ones too, which is the
 * original's measure; and those that this search asks for the first time, whoever has paid for
 * them.
 */
final class Asking extends ForwardingStudy {
    private final Set<Job> asked = new HashSet<>();
    private long scorings;

    Asking(Study study) {
        super(study);
    }

    long scorings() {
        return scorings;
    }

    long fresh() {
        return asked.size();
    }

    @Override
    public List<Outcome> run(List<Job> jobs) {
        var outcomes = super.run(jobs);
        for (var job : jobs) {
            if (!job.scored()) continue;
            scorings++;
            asked.add(job);
        }
        return outcomes;
    }
}
