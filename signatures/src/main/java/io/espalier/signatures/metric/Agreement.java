package io.espalier.signatures.metric;

import io.espalier.signatures.Field;
import io.espalier.signatures.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Which of several predictions the most of them agree with.
 *
 * <p>Two agree when all outputs are equal as the {@code exact} metric has it: blanks around texts
 * do not count, numbers are compared by value. So texts at length hardly ever agree, and where none
 * do the first one wins.
 */
public final class Agreement {
    private Agreement() {}

    /**
     * @param outputs of the program, that are compared
     * @param predictions empty for who has none; those abstain
     * @return the place of the one that most agree with, itself included; of equals the first;
     *     empty when all abstain
     */
    public static Optional<Integer> winner(
            List<Field> outputs, List<Optional<Fields>> predictions) {
        int winner = -1;
        long most = 0;
        for (int i = 0; i < predictions.size(); i++) {
            var mine = predictions.get(i);
            if (mine.isEmpty()) continue;
            long votes =
                    predictions.stream()
                            .flatMap(Optional::stream)
                            .filter(other -> agree(outputs, mine.get(), other))
                            .count();
            if (votes > most) {
                most = votes;
                winner = i;
            }
        }
        return winner < 0 ? Optional.empty() : Optional.of(winner);
    }

    /** Whether two predictions are the same. */
    public static boolean agree(List<Field> outputs, Fields one, Fields other) {
        return outputs.stream()
                .allMatch(field -> Values.equal(one.get(field.name()), other.get(field.name())));
    }
}
