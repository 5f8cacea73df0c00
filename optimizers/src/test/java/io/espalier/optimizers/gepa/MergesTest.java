package io.espalier.optimizers.gepa;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.signatures.program.ProgramState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MergesTest {
    private final InMemoryStudy study =
            Levels.study(
                    Levels.input(2, 4, 12, Budget.Limits.NONE, 1),
                    (place, levels) -> place % 2 == levels.indexOf(1) ? 1 : 0);
    private final Pool pool = new Pool(study, FrontierKind.INSTANCE);

    private Member add(ProgramState state, Member... parents) {
        var validation = study.evaluate(state, study.validation());
        return pool.add(state, "because", List.of(parents), validation);
    }

    private Merges merges(GepaSettings settings) {
        return new Merges(pool, Component.of(study.program()), settings, RandomStreams.of(3));
    }

    /** A seed that is right nowhere, and two children that each changed one predictor. */
    private void twoLineages() {
        var seed = add(ProgramState.EMPTY);
        add(Levels.state(1), seed);
        add(Levels.state(0, 1), seed);
    }

    /** The original draws ancestors with odds by their scores, and raises where all are zero. */
    @Test
    void ancestor_withAScoreOfZero_isMergedOver() {
        twoLineages();
        assertThat(pool.get(0).mean()).isZero();
        var merges = merges(GepaSettings.DEFAULT);
        merges.found();

        var merge = merges.next().orElseThrow();

        assertThat(merge.ancestor()).isSameAs(pool.get(0));
        assertThat(merge.state()).isEqualTo(Levels.state(1, 1));
    }

    @Test
    void pair_mergedOnce_isNotMergedAgain() {
        twoLineages();
        var merges = merges(GepaSettings.DEFAULT);
        merges.found();
        assertThat(merges.next()).isPresent();
        merges.tried(false);
        merges.found();

        assertThat(merges.next()).isEmpty();
    }

    @Test
    void merge_thatIsAKnownCandidate_isLeftOut() {
        twoLineages();
        var known = add(Levels.state(1, 1), pool.get(1));
        assertThat(known.mean()).isEqualTo(pool.get(1).mean());
        var merges = merges(GepaSettings.DEFAULT);
        for (int i = 0; i < 5; i++) {
            merges.found();
            assertThat(merges.next()).isEmpty();
        }
    }

    @Test
    void parentAndChild_areNoPair() {
        var seed = add(ProgramState.EMPTY);
        var child = add(Levels.state(1), seed);
        add(Levels.state(2, 1), child);
        var merges = merges(GepaSettings.DEFAULT);
        merges.found();

        assertThat(merges.next()).isEmpty();
    }

    @Test
    void due_afterManyFinds_isNeverMoreThanMayBeTried() {
        var merges = merges(GepaSettings.DEFAULT);
        for (int i = 0; i < 40; i++) merges.found();
        assertThat(merges.due()).isEqualTo(5);
        for (int i = 0; i < 3; i++) merges.tried(i == 0);
        assertThat(merges.due()).isEqualTo(2);
        merges.found();
        assertThat(merges.due()).isEqualTo(2);

        var unbounded = merges(GepaSettings.DSPY);
        for (int i = 0; i < 40; i++) unbounded.found();
        assertThat(unbounded.due()).as("as in the original").isEqualTo(40);
    }

    @Test
    void merge_withoutAFindInTheRoundBefore_isNotDue() {
        twoLineages();
        var merges = merges(GepaSettings.DEFAULT);
        merges.found();
        merges.next();

        assertThat(merges.next()).isEmpty();
    }

    @Test
    void sample_ofAMerge_takesWhatTellsTheParentsApart() {
        twoLineages();
        var merges = merges(GepaSettings.DEFAULT);
        merges.found();
        var places = merges.sample(merges.next().orElseThrow());

        assertThat(places).hasSize(5).doesNotHaveDuplicates();
        var kinds = new HashSet<Integer>();
        places.forEach(place -> kinds.add(place % 2));
        assertThat(kinds).isEqualTo(Set.of(0, 1));
    }
}
