package io.espalier.optimizers;

import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One optimization run, as its optimizer sees it: data, randomness, a budget, and a way to have
 * jobs done. Calls block. Used by one thread.
 */
public interface Study {

    ProgramDefinition program();

    /** Examples to learn from, in the order of the data set. */
    List<Example> training();

    /** Examples that decide between candidates; the optimizer copies none of them into a prompt. */
    List<Example> validation();

    /** The study's one stream of randomness, from its seed: the same in every replay. */
    RandomGenerator random();

    Budget budget();

    /**
     * Has all of {@code jobs} done, side by side where there is room.
     *
     * @return one outcome per job, in the order asked, whatever the order of arrival
     * @throws BudgetExhausted before anything is dispatched, when the budget does not cover all of
     *     them; jobs with a recorded result cost nothing
     * @throws StudyStopped when the study was cancelled, or failed for a reason outside of its
     *     program
     */
    List<Outcome> run(List<Job> jobs);

    /** Metric calls that a {@link #run} of these jobs would take: what it has run costs nothing. */
    long metricCalls(List<Job> jobs);

    /**
     * How many of the jobs, from the first on, a {@link #run} of them is likely to be admitted for.
     */
    int covered(List<Job> jobs);

    /**
     * Keeps a part of the budget until it is closed: whichever program of a question turns out to
     * be the best, what is left covers so many more runs of it. That is about the limits that can
     * only be estimated (model calls, tokens, cost): metric calls are exact, and a search plans
     * with them.
     *
     * @param runs beside those that are kept already
     */
    Kept keep(long runs);

    /** A part of the budget that is kept until then. */
    interface Kept extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Adds a candidate to the study's history; the best one reported is the result if the budget
     * ends.
     */
    void report(Candidate candidate);

    /**
     * Says that the search ends because there is nothing left to gain, such as a score that was
     * asked for; the study's reason is then {@code converged}.
     */
    default void converged(String why) {}

    /**
     * Says that the search ended early since the budget did not cover its next question, though it
     * still decides between what it has; the study's reason is then {@code budget}.
     */
    default void budgetEnded(@Nullable String why) {}

    /** Tells people something that they should know about the result, such as a choice made. */
    default void note(String text) {}

    /** The jobs that score each of the states on each of the examples, state by state. */
    default List<Job> scorings(List<ProgramState> states, List<Example> examples) {
        var jobs = new ArrayList<Job>(states.size() * examples.size());
        for (var state : states) {
            for (var example : examples) jobs.add(Job.evaluate(program(), state, example));
        }
        return jobs;
    }

    /** How many of the states, from the first on, are covered on all of the examples. */
    default int covered(List<ProgramState> states, List<Example> examples) {
        return examples.isEmpty()
                ? states.size()
                : covered(scorings(states, examples)) / examples.size();
    }

    /** Scores one state on examples with the study's metric. */
    default Evaluation evaluate(ProgramState state, List<Example> examples) {
        return evaluateAll(List.of(state), examples).getFirst();
    }

    /** Scores several states on the same examples, side by side. */
    default List<Evaluation> evaluateAll(List<ProgramState> states, List<Example> examples) {
        var outcomes = run(scorings(states, examples));
        var evaluations = new ArrayList<Evaluation>(states.size());
        for (int i = 0; i < states.size(); i++) {
            var from = i * examples.size();
            evaluations.add(
                    new Evaluation(
                            states.get(i),
                            examples,
                            outcomes.subList(from, from + examples.size())));
        }
        return evaluations;
    }
}
