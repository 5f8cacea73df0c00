package io.espalier.optimizers.study;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.Words;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramState;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Studies of words, and searches that do nothing but what they are told. */
final class Searches {
    static final ProgramState GOOD =
            ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.GOOD));
    static final ProgramState BAD =
            ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.BAD));

    private Searches() {}

    static InMemoryStudy study(Budget.Limits limits, Function<Job, Outcome> runner) {
        return Words.study(Words.input(Words.program(), limits, 1), runner);
    }

    /** Decides for a state without a look at it. */
    static Optimizer returning(ProgramState state) {
        return (program, study) -> state;
    }

    /** Scores a state, reports it as c0 and decides for it. */
    static Optimizer reporting(ProgramState state) {
        return (program, study) -> {
            var evaluation = study.evaluate(state, study.validation());
            study.report(new Candidate("c0", state, "for the test", List.of(), evaluation));
            return state;
        };
    }

    /** Scores a state and reports it. */
    static void report(Study study, String label, ProgramState state, List<Example> examples) {
        var evaluation = study.evaluate(state, examples);
        study.report(new Candidate(label, state, "to see", List.of(), evaluation));
    }

    /** The number in a job's word. */
    static int number(Job job) {
        return Integer.parseInt(job.example().fields().text("word").replaceAll("\\D", ""));
    }

    /** Until the latch opens or the thread is interrupted. */
    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
