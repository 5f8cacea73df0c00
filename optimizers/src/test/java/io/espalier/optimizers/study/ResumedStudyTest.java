package io.espalier.optimizers.study;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.gepa.Gepa;
import io.espalier.optimizers.gepa.GepaSettings;
import io.espalier.optimizers.study.Past.Earlier;
import io.espalier.optimizers.study.Past.Paid;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Studies that go on with a larger budget, and forks: what was known before counts. */
final class ResumedStudyTest {
    private static final int V = 40;
    private static final ProgramState GOOD = state(Words.GOOD);

    /** Helps half as much. */
    private static final String SO_SO = Words.GOOD + " " + Words.BAD;

    private static final ProgramState FAIR = state(SO_SO);

    private static ProgramState state(String instruction) {
        return ProgramState.EMPTY.change("sort", p -> p.withInstruction(instruction));
    }

    /** Scores these instructions one after another, and takes the last one that was covered. */
    private static Optimizer trials(String... instructions) {
        return (program, study) -> {
            var last = ProgramState.EMPTY;
            var parents = List.<String>of();
            for (int i = 0; i < instructions.length; i++) {
                if (!study.budget().allows(V)) break;
                last = state(instructions[i]);
                var label = "trial " + (i + 1);
                var scored = study.evaluate(last, study.validation());
                study.report(new Candidate(label, last, "next", parents, scored));
                parents = List.of(label);
            }
            return last;
        };
    }

    @Test
    void result_ofARunWithALargerBudget_isNeverWorseThanBefore() {
        var first = StudyLife.of(2 * V, Past.NONE, Map.of(), trials(Words.GOOD));
        assertThat(first.result().learned()).isEqualTo(GOOD);

        // With more it goes another way, which leads nowhere.
        var second = StudyLife.of(3 * V, first.raised(), first.crew().records(), trials(SO_SO));
        assertThat(second.result().learned()).isEqualTo(GOOD);
        assertThat(second.result().label()).isEqualTo("trial 1");
        assertThat(second.result().validation()).isEqualTo(first.result().validation());
        assertThat(second.result().test()).isEqualTo(first.result().test());
        assertThat(second.result().notes()).anyMatch(n -> n.startsWith("'trial 1', known before"));

        var better =
                StudyLife.of(4 * V, second.raised(), second.crew().records(), trials(Words.GOOD));
        assertThat(better.result().label()).isEqualTo("trial 1");
        assertThat(better.result().notes())
                .as("it came to the same by itself")
                .noneMatch(n -> n.contains("known before"))
                .anyMatch(n -> n.startsWith("this run asked for no score that was not known"));
    }

    @Test
    void labels_ofARunWithALargerBudget_meanOneStateEach() {
        var first = StudyLife.of(3 * V, Past.NONE, Map.of(), trials(Words.GOOD, SO_SO));
        var second =
                StudyLife.of(
                        5 * V,
                        first.raised(),
                        first.crew().records(),
                        trials(SO_SO, "else", Words.GOOD));
        assertThat(second.study().candidates())
                .extracting(Candidate::label, Candidate::state, Candidate::parents)
                .containsExactly(
                        tuple("trial 1 (run 2)", FAIR),
                        tuple("trial 2 (run 2)", state("else"), "trial 1 (run 2)"),
                        tuple("trial 3", GOOD, "trial 2 (run 2)"));

        var third =
                StudyLife.of(6 * V, second.raised(), second.crew().records(), trials(SO_SO, "new"));
        assertThat(third.study().candidates())
                .extracting(Candidate::label, Candidate::state, Candidate::parents)
                .startsWith(
                        tuple("trial 1 (run 2)", FAIR),
                        tuple("trial 2 (run 3)", state("new"), "trial 1 (run 2)"));
    }

    @Test
    void label_ofTheUnoptimizedProgram_isTheSameInEveryRunThoughAChildIsReportedFirst() {
        var first = StudyLife.of(3 * V, Past.NONE, Map.of(), childFirst("start", GOOD));
        var second =
                StudyLife.of(
                        5 * V, first.raised(), first.crew().records(), childFirst("start", FAIR));
        assertThat(second.study().candidates())
                .extracting(Candidate::label, Candidate::state, Candidate::parents)
                .startsWith(
                        tuple("child (run 2)", FAIR, "start"), tuple("start", ProgramState.EMPTY));
    }

    /** Some optimizer may number its candidates and begin elsewhere with more budget. */
    @Test
    void label_ofAnotherProgramThanTheUnoptimizedOne_isItsOwn() {
        Optimizer once =
                (program, study) -> {
                    study.report(
                            new Candidate("start", ProgramState.EMPTY, "next", List.of(), null));
                    return GOOD;
                };
        var first = StudyLife.of(3 * V, Past.NONE, Map.of(), once);
        Optimizer other =
                (program, study) -> {
                    study.report(new Candidate("start", FAIR, "next", List.of(), null));
                    study.report(new Candidate("next", GOOD, "next", List.of("start"), null));
                    return GOOD;
                };
        var second = StudyLife.of(5 * V, first.raised(), first.crew().records(), other);
        assertThat(second.study().candidates())
                .extracting(Candidate::label, Candidate::state, Candidate::parents)
                .startsWith(tuple("start (run 2)", FAIR), tuple("next", GOOD, "start (run 2)"));
    }

    /** The winner is often reported before those that it was made from. */
    private static Optimizer childFirst(String parent, ProgramState child) {
        return (program, study) -> {
            var scored = study.evaluate(child, study.validation());
            study.report(new Candidate("child", child, "better", List.of(parent), scored));
            study.report(new Candidate(parent, ProgramState.EMPTY, "as it is", List.of(), null));
            return child;
        };
    }

    @Test
    void label_ofAResultThatNobodyReported_isItsOwnInEveryRun() {
        Optimizer fair = (program, study) -> FAIR;
        Optimizer good = (program, study) -> GOOD;
        var first = StudyLife.of(3 * V, Past.NONE, Map.of(), fair);
        assertThat(first.result().label()).isEqualTo("result");

        var second = StudyLife.of(5 * V, first.raised(), first.crew().records(), good);
        assertThat(second.result().learned()).isEqualTo(GOOD);
        assertThat(second.result().label()).isEqualTo("result (run 2)");
        assertThat(second.study().candidates().getLast().label()).isEqualTo("result (run 2)");
    }

    private static org.assertj.core.groups.Tuple tuple(
            String label, ProgramState state, String... parents) {
        return org.assertj.core.groups.Tuple.tuple(label, state, List.of(parents));
    }

    @Test
    void spending_ofARunWithALargerBudget_beginsWithWhatWasPaid() {
        var first = StudyLife.of(3 * V, Past.NONE, Map.of(), trials(Words.GOOD, SO_SO));
        var second =
                StudyLife.of(
                        5 * V + 1,
                        first.raised(),
                        first.crew().records(),
                        trials("a", SO_SO, "b", "c", "d"));
        assertThat(first.result().spent().metricCalls()).isEqualTo(3 * V);
        assertThat(second.result().spent().metricCalls())
                .as("FAIR was paid for; GOOD was, too, and is not asked again")
                .isEqualTo(5 * V)
                .isEqualTo(first.crew().scored() + second.crew().scored());
        assertThat(second.result().spent().modelCalls())
                .isEqualTo(second.result().spent().metricCalls());
    }

    @Test
    void gepa_withALargerBudget_goesOnFromWhereItWas() {
        Optimizer gepa = new Gepa(GepaSettings.DEFAULT);
        var first = StudyLife.of(700, Past.NONE, Map.of(), gepa);
        var second = StudyLife.of(1100, first.raised(), first.crew().records(), gepa);

        long ran = first.crew().scored() + second.crew().scored();
        assertThat(second.result().spent().metricCalls()).isEqualTo(ran).isBetween(900L, 1100L);
        assertThat(score(second.result())).isGreaterThanOrEqualTo(score(first.result()));
        assertThat(second.study().replayed()).isGreaterThan(600);
    }

    @Test
    void crash_anywhereInARunWithALargerBudget_changesNothing() {
        Optimizer search = trials("a", SO_SO, "b");
        var first = StudyLife.of(2 * V, Past.NONE, Map.of(), trials(Words.GOOD));
        var whole = StudyLife.of(5 * V, first.raised(), first.crew().records(), search);
        assertThat(whole.result().label()).isEqualTo("trial 1");
        for (int jobs : new int[] {0, 1, V, V + 7, 3 * V - 1}) {
            var crew = new StudyLife.Crew(first.crew().records(), Map.of());
            crew.crashAfter(jobs);
            StudyLife.of(5 * V, first.raised(), crew, search);
            var again = StudyLife.of(5 * V, first.raised(), crew.records(), search);
            assertThat(again.result()).as("after %s jobs", jobs).isEqualTo(whole.result());
            assertThat(again.crew().records()).isEqualTo(whole.crew().records());
        }
    }

    @Test
    void fork_thatFindsNothingBetter_hasItsOriginsResult() {
        var first = StudyLife.of(2 * V, Past.NONE, Map.of(), trials(Words.GOOD));
        var origin =
                new Past(
                        Map.of(),
                        Set.of(),
                        first.crew().records().keySet(),
                        Paid.NOTHING,
                        List.of(),
                        List.of(
                                new Earlier(
                                        new Candidate("origin: trial 1", GOOD, "", List.of(), null),
                                        score(first.result()))),
                        1);
        var fork = StudyLife.of(V, origin, first.crew().records(), trials(SO_SO));
        assertThat(fork.result().ending()).isEqualTo(Ending.DONE);
        assertThat(fork.result().label()).isEqualTo("origin: trial 1");
        assertThat(fork.result().learned()).isEqualTo(GOOD);
        assertThat(fork.result().spent().metricCalls()).as("its own").isEqualTo(V);
        assertThat(fork.study().candidates())
                .extracting(Candidate::label)
                .containsExactly("trial 1", "origin: trial 1");

        // With another program, metric or model nothing of the origin's holds.
        var other =
                new Past(Map.of(), Set.of(), Set.of(), Paid.NOTHING, List.of(), origin.origin(), 1);
        var apart = StudyLife.of(2 * V, other, Map.of(), trials(SO_SO));
        assertThat(apart.result().learned()).isEqualTo(FAIR);
        assertThat(apart.result().usage()).isNotEqualTo(Usage.NONE);
    }

    private static double score(StudyResult result) {
        return requireNonNull(requireNonNull(result.validation()).after());
    }
}
