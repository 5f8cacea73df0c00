package io.espalier.optimizers.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.optimizers.Budget.Limits;
import io.espalier.optimizers.BudgetExhausted;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.Past.Paid;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.program.ProgramState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is admitted under limits that can only be estimated: {@link Words#metered} takes tokens. */
final class LedgerTest {
    private static final ProgramState LONG =
            ProgramState.EMPTY.change("sort", p -> p.withInstruction("Mind the word. ".repeat(60)));

    private final JobIdentity identity = new JobIdentity(Surroundings.fixed("words"));

    private static Ledger ledger(Limits limits) {
        return new Ledger(limits, Prices.FREE, Paid.NOTHING, () -> Duration.ZERO);
    }

    private static Ledger tokens(long most) {
        return ledger(new Limits(null, null, most, null, null));
    }

    private List<Asked> jobs(ProgramState state, int from, int to) {
        return Words.examples("some", to).subList(from, to).stream()
                .map(e -> identity.of(Job.evaluate(Words.program(), state, e), false))
                .toList();
    }

    /** Runs them, and says how many tokens one takes. */
    private static long run(Ledger ledger, List<Asked> jobs) {
        long before = ledger.budget().spent().tokens();
        for (var job : jobs) ledger.settle(job, Words.metered(job.job()));
        return (ledger.budget().spent().tokens() - before) / jobs.size();
    }

    @Test
    void firstQuestion_whoseTextAlonePassesTheLimit_isRefused() {
        assertThatThrownBy(() -> tokens(200).admit(jobs(LONG, 0, 1)))
                .isInstanceOf(BudgetExhausted.class)
                .hasMessageContaining("budget.tokens: 0 of 200 are spent");
    }

    @Test
    void covered_ofAProgramThatHasRun_isWhatItsRunsTake() {
        var ledger = tokens(10_000);
        long each = run(ledger, jobs(ProgramState.EMPTY, 0, 10));
        int covered = ledger.covered(jobs(ProgramState.EMPTY, 10, 500));
        assertThat(covered).isBetween((int) (9_000 / each) - 10, (int) (10_000 / each) - 10);
    }

    @Test
    void covered_ofALongProgramThatHasNotRun_goesByItsText() {
        var ledger = tokens(100_000);
        run(ledger, jobs(ProgramState.EMPTY, 0, 10));
        int covered = ledger.covered(jobs(LONG, 10, 1000));
        long each = run(tokens(100_000), jobs(LONG, 0, 10));
        assertThat(covered).isBetween((int) (70_000 / each), (int) (100_000 / each));
    }

    @Test
    void kept_runsOfTheProgramAsked_areLeft() {
        var ledger = tokens(20_000);
        long each = run(ledger, jobs(LONG, 0, 10));
        int whole = ledger.covered(jobs(LONG, 10, 500));
        ledger.keep(20);
        int beside = ledger.covered(jobs(LONG, 10, 500));
        assertThat(whole - beside).isBetween(19, 21);
        assertThatThrownBy(() -> ledger.admit(jobs(LONG, 10, 10 + whole)))
                .isInstanceOf(BudgetExhausted.class)
                .hasMessageMatching(".*, beside " + 20 * each / 100 + ".. to score what is found");
        ledger.keep(-20);
        assertThat(ledger.covered(jobs(LONG, 10, 500))).isEqualTo(whole);
    }

    @Test
    void kept_runs_areOfTheLongestProgramAsked() {
        var ledger = tokens(20_000);
        run(ledger, jobs(ProgramState.EMPTY, 0, 10));
        run(ledger, jobs(LONG, 0, 10));
        ledger.keep(20);
        var one = jobs(ProgramState.EMPTY, 10, 11);
        int alone = ledger.covered(jobs(ProgramState.EMPTY, 10, 500));
        var both = new ArrayList<>(jobs(LONG, 10, 11));
        both.addAll(jobs(ProgramState.EMPTY, 10, 500));
        assertThat(ledger.covered(one)).isEqualTo(1);
        assertThat(ledger.covered(both)).isLessThan(alone - 20);
    }

    @Test
    void kept_runs_areNoMetricCalls() {
        var ledger = ledger(new Limits(30L, null, null, null, null));
        ledger.keep(20);
        assertThat(ledger.covered(jobs(ProgramState.EMPTY, 0, 100))).isEqualTo(30);
    }

    @Test
    void portion_ofAProgramThatHasNotRun_isAFewWhereNotAllAreSure() {
        var ledger = tokens(9_000);
        run(ledger, jobs(ProgramState.EMPTY, 0, 10));
        var question = jobs(LONG, 0, 15);
        ledger.admit(question);
        assertThat(ledger.portion(question)).isEqualTo(4);

        var wide = tokens(90_000);
        run(wide, jobs(ProgramState.EMPTY, 0, 10));
        wide.admit(question);
        assertThat(wide.portion(question)).isEqualTo(15);
    }
}
