package io.espalier.optimizers;

import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramState;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How one state did on some examples.
 *
 * @param outcomes one per example, in their order
 */
public record Evaluation(ProgramState state, List<Example> examples, List<Outcome> outcomes) {
    public Evaluation {
        examples = List.copyOf(examples);
        outcomes = List.copyOf(outcomes);
        if (examples.size() != outcomes.size()) {
            throw new IllegalArgumentException(
                    "evaluation: "
                            + outcomes.size()
                            + " outcomes for "
                            + examples.size()
                            + " examples");
        }
    }

    /** Over the examples that were scored. */
    public double sum() {
        return outcomes.stream().mapToDouble(Outcome::value).sum();
    }

    /**
     * Mean score, 0 to 1, over the examples that were scored; 0 over none. A failure that is not
     * the candidate's, such as a metric that crashed, says nothing about it and is left out.
     */
    public double mean() {
        long scored = scored();
        return scored == 0 ? 0 : sum() / scored;
    }

    /** How many of the examples have a score. */
    public long scored() {
        return outcomes.stream().filter(Outcome::judged).count();
    }

    /** Whether none of the runs, of which there are some, came to an answer that can be used. */
    public boolean noneUsable() {
        return !outcomes.isEmpty() && outcomes.stream().allMatch(Evaluation::isUnusable);
    }

    private static boolean isUnusable(Outcome outcome) {
        var failure = outcome.failure();
        return failure != null && failure.blame() == Blame.CANDIDATE;
    }

    /** The part of this that can be compared with another one: examples with a score in both. */
    public Evaluation comparedWith(Evaluation other) {
        var there = new HashSet<Example>();
        for (int i = 0; i < other.outcomes.size(); i++) {
            if (other.outcomes.get(i).judged()) there.add(other.examples.get(i));
        }
        var common =
                IntStream.range(0, outcomes.size())
                        .filter(i -> outcomes.get(i).judged() && there.contains(examples.get(i)))
                        .toArray();
        return new Evaluation(
                state,
                Arrays.stream(common).mapToObj(examples::get).toList(),
                Arrays.stream(common).mapToObj(outcomes::get).toList());
    }

    /** Together with the same state's scores on other examples. */
    public Evaluation and(Evaluation more) {
        return new Evaluation(
                state, concat(examples, more.examples), concat(outcomes, more.outcomes));
    }

    private static <T> List<T> concat(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Whether every example has a score, and all together come to {@code full} or more. */
    public boolean reaches(double full) {
        return scored() == examples.size() && mean() >= full;
    }

    /** Whether the mean is higher, over the examples that have a score in both. */
    public boolean betterThan(Evaluation other) {
        return comparedWith(other).mean() > other.comparedWith(this).mean();
    }
}
