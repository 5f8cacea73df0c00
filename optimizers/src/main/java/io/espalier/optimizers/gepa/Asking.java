package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Study;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.List;
import java.util.random.RandomGenerator;

/** A study that counts the scorings asked of it, the known ones too: the original's measure. */
final class Asking implements Study {
    private final Study study;
    private long scorings;

    Asking(Study study) {
        this.study = study;
    }

    long scorings() {
        return scorings;
    }

    @Override
    public List<Outcome> run(List<Job> jobs) {
        var outcomes = study.run(jobs);
        scorings += jobs.stream().filter(Job::scored).count();
        return outcomes;
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
    public void report(Candidate candidate) {
        study.report(candidate);
    }

    @Override
    public void converged(String why) {
        study.converged(why);
    }

    @Override
    public void note(String text) {
        study.note(text);
    }
}
