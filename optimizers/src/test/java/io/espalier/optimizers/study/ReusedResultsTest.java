package io.espalier.optimizers.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.gepa.Gepa;
import io.espalier.optimizers.gepa.GepaSettings;
import io.espalier.optimizers.study.Past.Paid;
import io.espalier.optimizers.study.StudyLife.Crew;
import io.espalier.optimizers.study.StudyResult.Ending;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Studies that get results of other studies. */
final class ReusedResultsTest {
    private static final ProgramState GOOD =
            ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.GOOD));

    private static RecordedStudy study(Crew crew, Budget.Limits limits) {
        return study(crew, limits, Set.of());
    }

    /**
     * @param inherited jobs that the study's origin paid for
     */
    private static RecordedStudy study(Crew crew, Budget.Limits limits, Set<String> inherited) {
        return new RecordedStudy(
                Words.input(Words.program(), limits, 1),
                new Past(
                        crew.records(),
                        crew.reused(),
                        inherited,
                        Paid.NOTHING,
                        List.of(),
                        List.of(),
                        1),
                crew,
                StudyListener.SILENT,
                Tolerance.DEFAULT,
                () -> Duration.ZERO);
    }

    private static StudyResult run(Crew crew, Budget.Limits limits, Optimizer optimizer) {
        return StudyRun.run(study(crew, limits), optimizer);
    }

    /** Scores this many candidates, the first of them good. */
    private static Optimizer candidates(int count) {
        return (program, study) -> {
            for (int i = 0; i < count; i++) {
                int number = i;
                var state =
                        i == 0 ? GOOD : GOOD.change("sort", p -> p.withInstruction("n" + number));
                var scored = study.evaluate(state, study.validation());
                study.report(new Candidate("c" + i, state, "next", List.of(), scored));
            }
            return GOOD;
        };
    }

    private static Map<String, Outcome> ofAnEarlierStudy(int candidates) {
        var crew = new Crew(Map.of(), Map.of());
        run(crew, Budget.Limits.NONE, candidates(candidates));
        return crew.records();
    }

    @Test
    void study_sameAsAnEarlierOne_takesItsMetricCallsAndNothingElse() {
        var crew = new Crew(Map.of(), ofAnEarlierStudy(2));
        var result = run(crew, Words.metricCalls(120), candidates(2));

        assertThat(crew.ran()).isZero();
        assertThat(result.ending()).isEqualTo(Ending.DONE);
        assertThat(result.label()).isEqualTo("c0");
        assertThat(result.spent()).isEqualTo(new Budget.Spent(120, 0, 0, Duration.ZERO, 0, 120));
        assertThat(result.usage()).isEqualTo(Usage.NONE);
        assertThat(result.reused()).as("three scorings, and test data twice").isEqualTo(160);
    }

    /** What a home knows saves money, and changes nothing else. */
    @Test
    void search_whateverItsHomeKnows_isTheSame() {
        var first = new Crew(Map.of(), Map.of());
        run(first, Words.metricCalls(700), new Gepa(GepaSettings.DEFAULT));
        var alone = new Crew(Map.of(), Map.of());
        var expected = run(alone, Words.metricCalls(1000), new Gepa(GepaSettings.DEFAULT));
        var knowing = new Crew(Map.of(), first.records());
        var result = run(knowing, Words.metricCalls(1000), new Gepa(GepaSettings.DEFAULT));

        assertThat(result.learned()).isEqualTo(expected.learned());
        assertThat(result.notes()).isEqualTo(expected.notes());
        assertThat(result.spent().metricCalls()).isEqualTo(expected.spent().metricCalls());
        assertThat(knowing.records()).isEqualTo(alone.records());
        assertThat(knowing.ran()).isLessThan(alone.ran() / 2);
        assertThat(result.spent().modelCalls()).isLessThan(expected.spent().modelCalls() / 2);
        assertThat(result.spent().reused()).isGreaterThan(500);
    }

    /** Limits of what is really spent look at what was really run. */
    @Test
    void budget_ofModelCalls_isNotTakenByReusedResults() {
        var crew = new Crew(Map.of(), ofAnEarlierStudy(1));
        var limits = new Budget.Limits(null, 90L, null, null, null);
        var result = run(crew, limits, candidates(3));

        assertThat(result.ending()).isEqualTo(Ending.DONE);
        assertThat(result.spent().modelCalls()).isEqualTo(80);
        assertThat(result.spent().metricCalls()).isEqualTo(160);
        assertThat(result.spent().reused()).isEqualTo(80);
    }

    /** Free results take no budget, but they are progress. */
    @Test
    void gepa_ofAForkWithALargerBudget_goesOnWhereTheFreeResultsEnd() {
        var first = new Crew(Map.of(), Map.of());
        run(first, Words.metricCalls(1500), new Gepa(GepaSettings.DEFAULT));

        var fork = new Crew(Map.of(), first.records());
        var study = study(fork, Words.metricCalls(1500), Set.copyOf(first.records().keySet()));
        var result = StudyRun.run(study, new Gepa(GepaSettings.DEFAULT));

        assertThat(result.reused()).isGreaterThan(100);
        assertThat(result.spent().reused()).isZero();
        assertThat(result.spent().metricCalls()).isGreaterThan(500);
    }

    @Test
    void budget_ofMetricCalls_countsWhatAnotherStudyAnswered() {
        // The unoptimized program and c0 are known; c1 and c2 are not.
        var crew = new Crew(Map.of(), ofAnEarlierStudy(1));
        var result = run(crew, Words.metricCalls(159), candidates(3));

        assertThat(result.ending()).as("one more would take 160").isEqualTo(Ending.BUDGET);
        assertThat(result.spent().metricCalls()).isEqualTo(120);
        assertThat(crew.ran()).isEqualTo(40);
        assertThat(result.reused()).isEqualTo(120);
    }

    @Test
    void replay_afterACrashAnywhere_spendsAndEndsTheSame() {
        var others = ofAnEarlierStudy(1);
        var whole = new Crew(Map.of(), others);
        var limits = new Budget.Limits(159L, null, 2600L, null, null);
        var expected = run(whole, limits, candidates(3));
        for (int jobs : new int[] {0, 1, 17, 39, 40}) {
            var crashed = new Crew(Map.of(), others);
            crashed.crashAfter(jobs);
            run(crashed, limits, candidates(3));
            var again = crashed.again();
            var study = study(again, limits);
            var result = StudyRun.run(study, candidates(3));

            assertThat(again.ran()).as("after %s jobs", jobs).isEqualTo(40 - jobs);
            assertThat(result).isEqualTo(expected);
            assertThat(study.replayed()).isEqualTo(crashed.records().size());
        }
    }
}
