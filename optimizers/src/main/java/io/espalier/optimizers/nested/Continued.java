package io.espalier.optimizers.nested;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.ForwardingStudy;
import io.espalier.optimizers.Study;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A study whose program starts where an earlier search ended, for optimizers that know no other
 * start than the program as it is: its predictors' instructions are those that were learned, and
 * what an optimizer leaves open of a state, demos for instance, is what was learned before. What it
 * asks and reports is about the real program: the whole study sees the states of both together.
 */
public final class Continued extends ForwardingStudy {
    private final Study whole;
    private final ProgramState from;
    private final ProgramDefinition program;
    private final Map<ProgramState, ProgramState> together = new HashMap<>();

    /**
     * @param from no ensemble
     */
    public Continued(Study whole, ProgramState from) {
        super(whole);
        this.whole = whole;
        this.from = from;
        this.program = new Later(whole.program(), from);
    }

    /** The state of the real program for one that was learned here. */
    public ProgramState state(ProgramState learned) {
        return together.computeIfAbsent(learned, this::over);
    }

    private ProgramState over(ProgramState learned) {
        var state = from;
        for (var entry : learned.predictors().entrySet()) {
            state = state.change(entry.getKey(), earlier -> entry.getValue().over(earlier));
        }
        return state;
    }

    @Override
    public ProgramDefinition program() {
        return program;
    }

    @Override
    public List<Outcome> run(List<Job> jobs) {
        return super.run(jobs.stream().map(this::real).toList());
    }

    @Override
    public long metricCalls(List<Job> jobs) {
        return super.metricCalls(jobs.stream().map(this::real).toList());
    }

    @Override
    public int covered(List<Job> jobs) {
        return super.covered(jobs.stream().map(this::real).toList());
    }

    /** Questions have programs of their own. */
    private Job real(Job job) {
        if (job.program() != program) return job;
        return new Job(
                whole.program(),
                state(job.state()),
                job.example(),
                job.rollout(),
                job.role(),
                job.scored());
    }

    @Override
    public void report(Candidate candidate) {
        var state = state(candidate.state());
        var seen = candidate.validation();
        super.report(
                new Candidate(
                        candidate.label(),
                        state,
                        candidate.rationale(),
                        candidate.parents(),
                        seen == null
                                ? null
                                : new Evaluation(state, seen.examples(), seen.outcomes())));
    }

    /** A program whose author, as far as an optimizer can see, wrote what was learned. */
    private static final class Later implements ProgramDefinition {
        private final ProgramDefinition program;
        private final List<Predictor> predictors;

        Later(ProgramDefinition program, ProgramState from) {
            this.program = program;
            this.predictors =
                    program.predictors().stream().map(predictor -> told(predictor, from)).toList();
        }

        private static Predictor told(Predictor predictor, ProgramState from) {
            var learned = from.of(predictor.path()).instruction();
            var declared = predictor.declared();
            return learned == null
                    ? predictor
                    : new Predictor(
                            predictor.path(), predictor.kind(), declared.withInstruction(learned));
        }

        @Override
        public Signature signature() {
            return program.signature();
        }

        @Override
        public List<Predictor> predictors() {
            return predictors;
        }

        @Override
        public Fields run(Fields inputs) {
            return program.run(inputs);
        }

        @Override
        public JsonNode document() {
            return program.document();
        }
    }
}
