package io.espalier.optimizers.study;

import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Blame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Says which examples a study's means leave out, since a run on them has no score for somebody
 * else's fault than the program's. Quotes nothing of them but where they stand.
 */
final class Unscored {
    private Unscored() {}

    static Optional<String> note(RecordedStudy study) {
        var unscored = study.tally().unscored();
        var counts = new ArrayList<String>();
        String first = null;
        for (var set : sets(study).entrySet()) {
            var numbers = numbers(set.getValue(), unscored);
            if (numbers.isEmpty()) continue;
            counts.add(numbers.size() + " of " + set.getValue().size() + " " + set.getKey());
            if (first == null) {
                var id = set.getValue().get(numbers.getFirst() - 1).id();
                first = set.getKey() + " example " + numbers.getFirst() + " (" + id + ")";
            }
        }
        if (first == null) return Optional.empty();
        var reasons =
                unscored.values().stream()
                        .distinct()
                        .map(Unscored::reason)
                        .collect(Collectors.joining(" or "));
        return Optional.of(
                String.join(", ", counts)
                        + " examples could not be scored, or not every time, since "
                        + reasons
                        + "; scores leave them out where that was so. The first one: "
                        + first);
    }

    private static SequencedMap<String, List<Example>> sets(RecordedStudy study) {
        var sets = new LinkedHashMap<String, List<Example>>();
        sets.put("validation", study.validation());
        sets.put("test", study.input().test());
        sets.put("training", study.training());
        return sets;
    }

    /** The places of the unscored ones, counted from 1. */
    private static List<Integer> numbers(List<Example> examples, Map<Example, Blame> unscored) {
        return IntStream.rangeClosed(1, examples.size())
                .filter(n -> unscored.containsKey(examples.get(n - 1)))
                .boxed()
                .toList();
    }

    private static String reason(Blame blame) {
        return switch (blame) {
            case METRIC -> "the metric failed";
            case PROVIDER -> "the model's endpoint failed";
            case MACHINE -> "a machine failed";
            case DATA -> "they lack what the program reads";
            case CANDIDATE -> "the program failed";
        };
    }
}
