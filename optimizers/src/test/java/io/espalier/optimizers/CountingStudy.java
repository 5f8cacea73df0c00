package io.espalier.optimizers;

import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Keeps every job that an optimizer asks for, recorded ones and repetitions too: what DSPy, which
 * has no records, would call its metric for.
 */
public final class CountingStudy implements Study {
    private final Study study;
    private final List<Job> asked = new ArrayList<>();
    private final List<Candidate> reported = new ArrayList<>();

    public CountingStudy(Study study) {
        this.study = study;
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
        return study.run(jobs);
    }

    @Override
    public void report(Candidate candidate) {
        reported.add(candidate);
        study.report(candidate);
    }

    @Override
    public ProgramDefinition program() {
        return study.program();
    }

    @Override
    public List<Example> training() {
        return study.training();
    }

    @Override
    public List<Example> validation() {
        return study.validation();
    }

    @Override
    public RandomGenerator random() {
        return study.random();
    }

    @Override
    public Budget budget() {
        return study.budget();
    }
}
