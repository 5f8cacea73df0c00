package io.espalier.optimizers;

import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps every job that an optimizer asks for, recorded ones and repetitions too: what DSPy, which
 * has no records, would call its metric for.
 */
public final class CountingStudy extends ForwardingStudy {
    private final List<Job> asked = new ArrayList<>();
    private final List<Candidate> reported = new ArrayList<>();

    public CountingStudy(Study study) {
        super(study);
    }

    public List<Job> asked() {
        return asked;
    }

    public long metricCalls() {
        return asked.stream().filter(Job::scored).count();
    }

    public long proposals() {
        return asked.stream().filter(job -> !job.scored()).count();
    }

    public List<Candidate> reported() {
        return reported;
    }

    @Override
    public List<Outcome> run(List<Job> jobs) {
        asked.addAll(jobs);
        return super.run(jobs);
    }

    @Override
    public void report(Candidate candidate) {
        reported.add(candidate);
        super.report(candidate);
    }
}
