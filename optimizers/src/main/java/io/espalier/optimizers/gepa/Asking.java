package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Study;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A study that counts what is asked of it: all scorings, the known ones too, which is the
 * original's measure; and those that this search asks for the first time, whoever has paid for
 * them.
 */
final class Asking implements Study {
    private final Study study;
    private final Set<Job> asked = new HashSet<>();
    private long scorings;

    Asking(Study study) {
        this.study = study;
    }

    long scorings() {
        return scorings;
    }

    long fresh() {
        return asked.size();
    }

    @Override
    public List<Outcome> run(List<Job> jobs) {
        var outcomes = study.run(jobs);
        for (var job : jobs) {
            if (!job.scored()) continue;
            scorings++;
            asked.add(job);
        }
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
