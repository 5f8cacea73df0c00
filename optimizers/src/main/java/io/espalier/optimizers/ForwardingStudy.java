package io.espalier.optimizers;

import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A study that hands everything to another one; a subclass changes what it is about. Those that
 * wrap a study extend it, so that nothing said to them is lost.
 */
public abstract class ForwardingStudy implements Study {
    private final Study study;

    protected ForwardingStudy(Study study) {
        this.study = study;
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

    @Override
    public List<Outcome> run(List<Job> jobs) {
        return study.run(jobs);
    }

    @Override
    public long metricCalls(List<Job> jobs) {
        return study.metricCalls(jobs);
    }

    @Override
    public int covered(List<Job> jobs) {
        return study.covered(jobs);
    }

    @Override
    public Kept keep(long runs) {
        return study.keep(runs);
    }

    @Override
    public void report(Candidate candidate) {
        study.report(candidate);
    }

    @Override
    public void converged(String why) {
        study.converged(why);
    }

    @Override
    public void budgetEnded(@Nullable String why) {
        study.budgetEnded(why);
    }

    @Override
    public void note(String text) {
        study.note(text);
    }
}
