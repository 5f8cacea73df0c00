package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.Study;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** All candidates with a score on the whole validation set, in the order of their discovery. */
final class Pool {
    private final Study study;
    private final Frontier frontier;
    private final List<Member> members = new ArrayList<>();

    Pool(Study study, FrontierKind kind) {
        this.study = study;
        this.frontier = new Frontier(kind);
    }

    Member add(ProgramState state, String rationale, List<Member> parents, Evaluation validation) {
        int index = members.size();
        var candidate =
                new Candidate(
                        index == 0 ? "seed" : "candidate " + index,
                        state,
                        rationale,
                        parents.stream().map(Member::label).toList(),
                        validation);
        var member = new Member(index, candidate, parents, validation);
        members.add(member);
        frontier.add(index, validation);
        study.report(candidate);
        return member;
    }

    int size() {
        return members.size();
    }

    Member get(int index) {
        return members.get(index);
    }

    boolean contains(ProgramState state) {
        return members.stream().anyMatch(m -> m.state().equals(state));
    }

    /** None has a better mean score; the earliest of equals. */
    Member best() {
        var best = members.getFirst();
        for (var member : members) {
            if (member.validation().betterThan(best.validation())) best = member;
        }
        return best;
    }

    /** What each candidate scored on a validation example. */
    List<Double> scores(Example example) {
        int place = study.validation().indexOf(example);
        return members.stream().map(m -> m.validation().outcomes().get(place).value()).toList();
    }

    /** A draw from the front of the {@code most} candidates with the highest mean scores. */
    Member sampleFront(int most, RandomGenerator random) {
        var top =
                members.stream()
                        .sorted(Comparator.comparingDouble(Member::mean).reversed())
                        .limit(most)
                        .map(Member::index)
                        .toList();
        var drawn = frontier.sample(new HashSet<>(top), means(), random);
        return drawn.isPresent() ? members.get(drawn.getAsInt()) : best();
    }

    /** The candidates of the front that no others make dispensable, in order of discovery. */
    List<Member> front() {
        var all = new HashSet<Integer>();
        members.forEach(m -> all.add(m.index()));
        return frontier.survivors(all, means()).stream().sorted().map(members::get).toList();
    }

    private List<Double> means() {
        return members.stream().map(Member::mean).toList();
    }

    /** The highest mean score but one; of equals the latest, which passed the most minibatches. */
    Optional<Member> rival(Member best) {
        Member rival = null;
        for (var member : members) {
            if (member == best) continue;
            var stays = rival != null && rival.validation().betterThan(member.validation());
            if (!stays) rival = member;
        }
        return Optional.ofNullable(rival);
    }

    Set<Member> ancestors(Member member) {
        var found = new HashSet<Member>();
        collect(member, found);
        return found;
    }

    private static void collect(Member member, Set<Member> found) {
        for (var parent : member.parents()) {
            if (found.add(parent)) collect(parent, found);
        }
    }
}
