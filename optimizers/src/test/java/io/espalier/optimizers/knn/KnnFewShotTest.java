package io.espalier.optimizers.knn;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.StudyStopped;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.fewshot.BootstrapSettings;
import io.espalier.signatures.Fields;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.job.Failure;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.EmbedProgram;
import io.espalier.signatures.program.ProgramState;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KnnFewShotTest extends OptimizerContract {
    private static final BootstrapSettings SETTINGS =
            new BootstrapSettings(0, 8, 1, 0.5, Job.Role.TASK);

    @Override
    protected Optimizer optimizer() {
        return new KnnFewShot(4, 200, SETTINGS, null);
    }

    private static CountingStudy study() {
        return new CountingStudy(
                Words.study(
                        Words.input(Words.twoSteps(), Budget.Limits.NONE, 1), KnnFewShotTest::run));
    }

    /** The runs that demos are made of. */
    private static List<Job> walked(CountingStudy study) {
        return study.asked().stream()
                .filter(job -> job.scored() && job.state().of("sort").nearest() == null)
                .toList();
    }

    private static Outcome run(Job job) {
        return job.program() instanceof EmbedProgram
                ? new Outcome(
                        Fields.of("vector", "fw=="), null, List.of(), new Usage(1, 2, 0, 0), null)
                : Words.run(job);
    }

    /** The original runs its teacher again for every request. */
    @Test
    void examples_ofThePool_areRunOnceEach() {
        var study = study();
        var state = optimizer().optimize(study.program(), study);

        assertThat(walked(study)).hasSize(30);
        assertThat(study.asked().stream().filter(j -> !walked(study).contains(j)))
                .allMatch(j -> j.state().of("sort").nearest() != null);
        assertThat(requireNonNull(state.of("sort").nearest()).k()).isBetween(1, 4);
        assertThat(requireNonNull(state.of("sort").nearest()).vectors()).isNull();
    }

    /** Every call of a predictor in a right run is a demo of that predictor. */
    @Test
    void pool_ofEveryPredictor_isItsCallsInRightRuns() {
        var study = study();
        var state = optimizer().optimize(study.program(), study);

        var sort = state.of("sort").demos();
        assertThat(sort).isNotEmpty().allMatch(d -> d.augmented() && d.values().has("hint"));
        assertThat(state.of("hint").demos()).hasSize(2 * sort.size());
    }

    @Test
    void examples_withoutARightRun_areDemosByTheirLabels() {
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var study = new CountingStudy(Words.study(input, Words::run));
        var state = optimizer().optimize(study.program(), study);

        assertThat(state.of("sort").demos()).hasSize(30);
        assertThat(state.of("sort").demos()).anyMatch(Demo::augmented);
        assertThat(state.of("sort").demos()).anyMatch(demo -> !demo.augmented());
        assertThat(state.of("sort").demos())
                .noneMatch(demo -> demo.values().text("kind").equals("neither"));
    }

    @Test
    void pool_largerThanAllowedOrPaidFor_isCut() {
        var few = study();
        new KnnFewShot(4, 7, SETTINGS, null).optimize(few.program(), few);
        assertThat(walked(few)).hasSize(7);

        var input = Words.input(Words.twoSteps(), Words.metricCalls(52), 1);
        var poor = new CountingStudy(Words.study(input, Words::run));
        optimizer().optimize(poor.program(), poor);
        assertThat(walked(poor)).hasSize(12);
        assertThat(poor.asked()).hasSize(52);
    }

    @Test
    void embedding_named_isAskedForEachTextOnce() {
        var study = study();
        var state = new KnnFewShot(4, 200, SETTINGS, "letters").optimize(study.program(), study);

        var asked =
                study.asked().stream().filter(j -> j.program() instanceof EmbedProgram).toList();
        var hinted = state.of("hint").demos().stream().map(d -> d.values().text("word")).distinct();
        int texts = (int) hinted.count() + state.of("sort").demos().size();
        var vectors = requireNonNull(requireNonNull(state.of("sort").nearest()).vectors());
        assertThat(asked).hasSize(1 + texts).doesNotHaveDuplicates().noneMatch(Job::scored);
        assertThat(vectors.model()).isEqualTo("letters");
        assertThat(vectors.vectors()).hasSize(state.of("sort").demos().size());
    }

    @Test
    void embedding_thatIsNotToBeHad_endsTheSearchWithTheReason() {
        var gone =
                new Outcome(
                        null,
                        null,
                        List.of(),
                        Usage.NONE,
                        new Failure(Blame.CANDIDATE, "no such model"));
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var study =
                Words.study(
                        input,
                        job -> job.program() instanceof EmbedProgram ? gone : Words.run(job));

        assertThatThrownBy(() ->
                        new KnnFewShot(4, 200, SETTINGS, "m").optimize(study.program(), study))
                .isInstanceOf(StudyStopped.class)
                .hasMessageContaining("no such model");
    }

    /** A change of this hash is a change of every user's results: say so in the changelog. */
    @Test
    void learned_fromSeedOne_isTheGoldenState() {
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var result = Words.study(input, Words::run).run(optimizer());

        assertThat(result.learned()).isNotEqualTo(ProgramState.EMPTY);
        assertThat(result.learned().hash()).startsWith("836df960");
    }
}
