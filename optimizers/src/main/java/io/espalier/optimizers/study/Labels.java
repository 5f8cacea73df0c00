package io.espalier.optimizers.study;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.study.Past.Earlier;
import io.espalier.signatures.program.ProgramState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Labels that mean one state in all of a study's runs. A run with a larger budget may give a label
 * of an earlier run to another state; that one is then labelled {@code trial 1 (run 2)}, and so it
 * is called where it is a parent. What labelled the unoptimized program before does so in every
 * run, also where its children are reported first. Used by one thread.
 */
final class Labels {
    private final List<Earlier> earlier;
    private final Set<String> taken = new HashSet<>();

    /** Those of them that mean the unoptimized program. */
    private final Set<String> unoptimized = new HashSet<>();

    private final String suffix;

    /** What this run's labels became. */
    private final Map<String, String> given = new HashMap<>();

    Labels(Past past) {
        this.earlier = past.candidates();
        for (var one : earlier) {
            taken.add(one.candidate().label());
            if (isUnoptimized(one.candidate())) unoptimized.add(one.candidate().label());
        }
        this.suffix = " (run " + past.run() + ")";
    }

    Candidate unique(Candidate candidate) {
        if (!isUnoptimized(candidate)) {
            // A child took it for the one of the earlier run, and was wrong.
            given.remove(candidate.label(), candidate.label());
            unoptimized.remove(candidate.label());
        }
        var before = given.containsKey(candidate.label()) ? null : before(candidate);
        if (before != null) {
            given.put(candidate.label(), before.label());
            return labelled(candidate, before.label(), before.parents());
        }
        // A parent that is not reported yet is taken to be new, as its child is.
        return labelled(
                candidate,
                label(candidate.label()),
                candidate.parents().stream().map(this::label).toList());
    }

    /** The same as an earlier run reported it. */
    private @Nullable Candidate before(Candidate candidate) {
        var label = candidate.label();
        for (var one : earlier) {
            var before = one.candidate();
            var same = before.label().equals(label) || before.label().startsWith(label + " (run ");
            if (same && before.state().equals(candidate.state())) return before;
        }
        return null;
    }

    private String label(String label) {
        return given.computeIfAbsent(
                label,
                _ ->
                        taken.contains(label) && !unoptimized.contains(label)
                                ? label + suffix
                                : label);
    }

    private static boolean isUnoptimized(Candidate candidate) {
        return candidate.state().equals(ProgramState.EMPTY);
    }

    private static Candidate labelled(Candidate candidate, String label, List<String> parents) {
        return new Candidate(
                label, candidate.state(), candidate.rationale(), parents, candidate.validation());
    }
}
