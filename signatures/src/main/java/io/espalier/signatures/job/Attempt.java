package io.espalier.signatures.job;

import static java.util.Objects.requireNonNull;

import io.espalier.signatures.Fields;
import io.espalier.signatures.metric.Agreement;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.Run;
import io.espalier.signatures.program.TraceStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run before its judgement: what the program answered, or why it did not.
 *
 * @param prediction null exactly where there is a failure
 */
record Attempt(@Nullable Fields prediction, @Nullable Failure failure, Run run) {

    /**
     * The attempts of an ensemble's members as one: the whole prediction of the member that most
     * agree with. Members to blame for their failure abstain; when all are, the first one's failure
     * is the ensemble's. Any other failure says nothing about the vote, so it is the ensemble's:
     * whoever asks tries again. Steps, calls and tokens are those of all members; they ran side by
     * side, so it took as long as the slowest.
     */
    static Attempt vote(ProgramDefinition program, List<Attempt> members) {
        var run = together(members);
        for (var member : members) {
            var failure = member.failure;
            if (failure != null && failure.blame() != Blame.CANDIDATE) {
                return new Attempt(null, failure, run);
            }
        }
        var predictions = members.stream().map(m -> Optional.ofNullable(m.prediction)).toList();
        var winner = Agreement.winner(program.signature().outputs(), predictions);
        return winner.isPresent()
                ? new Attempt(predictions.get(winner.get()).orElseThrow(), null, run)
                : new Attempt(null, requireNonNull(members.getFirst().failure), run);
    }

    private static Run together(List<Attempt> members) {
        var runs = members.stream().map(Attempt::run).toList();
        var trace = new ArrayList<TraceStep>();
        runs.forEach(run -> trace.addAll(run.trace()));
        return new Run(
                trace,
                runs.stream().map(Run::usage).reduce(Usage.NONE, Usage::plus),
                runs.stream().mapToInt(Run::unread).sum(),
                runs.stream()
                        .map(Run::duration)
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO));
    }
}
