package io.espalier.optimizers.fewshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.StudyResult;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.program.Demo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BootstrapFewShotTest extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
        return new BootstrapFewShot(BootstrapSettings.DEFAULT);
    }

    @Test
    void budget_thatCoversTheResultAndLittleMore_scoresTheResult() {
        // 40 to score before, 40 after: three tries are left for demos.
        var study = Words.study(Words.input(Words.program(), Words.metricCalls(83), 1), Words::run);

        var result = study.run(optimizer());

        assertThat(result.spent().metricCalls()).isLessThanOrEqualTo(83);
        assertThat(result.ending()).isEqualTo(StudyResult.Ending.DONE);
        assertThat(study.candidates()).anyMatch(c -> c.validation() != null);
    }

    @Test
    void demos_ofOnePredictor_areFourTracesThenTwelveOtherLabels() {
        var study = Words.study(Words.input(Words.program(), Budget.Limits.NONE, 1), Words::run);

        var demos = optimizer().optimize(Words.program(), study).of("sort").demos();

        assertThat(demos).hasSize(16);
        assertThat(demos.subList(0, 4)).allMatch(Demo::augmented);
        assertThat(demos.subList(0, 4)).allMatch(d -> d.values().has("reasoning"));
        assertThat(demos.subList(4, 16)).noneMatch(Demo::augmented);
        assertThat(demos.stream().map(d -> d.values().text("word"))).doesNotHaveDuplicates();
    }

    /** The portions of the walk cost no run that a walk example by example would not make. */
    @Test
    void walk_inPortions_visitsExactlyWhatASequentialWalkVisits() {
        var asked = Collections.synchronizedList(new ArrayList<Job>());
        var study =
                Words.study(
                        Words.input(Words.program(), Budget.Limits.NONE, 1),
                        job -> {
                            asked.add(job);
                            return Words.run(job);
                        });
        optimizer().optimize(Words.program(), study);

        var training = study.training();
        int successes = 0;
        int visited = 0;
        while (successes < 4) {
            var example = training.get(visited++);
            var job = asked.stream().filter(j -> j.example().equals(example)).findFirst();
            assertThat(job).as(example.id()).isPresent();
            if (Words.run(job.get()).value() >= 0.5) successes++;
        }
        assertThat(asked).hasSize(visited);
    }

    @Test
    void teacher_runsAnExample_withoutItsOwnLabelInTheDemos() {
        var asked = Collections.synchronizedList(new ArrayList<Job>());
        var study =
                Words.study(
                        Words.input(Words.program(), Budget.Limits.NONE, 1),
                        job -> {
                            asked.add(job);
                            return Words.run(job);
                        });
        var settings = new BootstrapSettings(30, 30, 1, 0.5, Job.Role.TASK);
        new BootstrapFewShot(settings).optimize(Words.program(), study);

        assertThat(asked).hasSize(30);
        assertThat(asked)
                .allSatisfy(job -> {
                    var word = job.example().fields().text("word");
                    assertThat(job.state().of("sort").demos())
                            .hasSize(29)
                            .noneMatch(d -> d.values().text("word").equals(word));
                });
    }

    @Test
    void rounds_afterAFailure_areFurtherDrawsAtTemperatureOne() {
        var asked = Collections.synchronizedList(new ArrayList<Rollout>());
        var study =
                Words.study(
                        Words.input(Words.program(), Budget.Limits.NONE, 1),
                        job -> {
                            asked.add(job.rollout());
                            return Words.unreadable(job);
                        });
        var settings = new BootstrapSettings(4, 16, 3, 0.5, Job.Role.TASK);
        new BootstrapFewShot(settings).optimize(Words.program(), study);

        assertThat(asked).hasSize(90);
        assertThat(asked.stream().distinct())
                .containsExactlyInAnyOrder(
                        Rollout.PLAIN, Rollout.draw(1, 1.0), Rollout.draw(2, 1.0));
    }

    @Test
    void predictor_calledTwiceInATrace_givesOneDemoPerExampleFromEitherCall() {
        var study = Words.study(Words.input(Words.twoSteps(), Budget.Limits.NONE, 1), Words::run);
        var settings = new BootstrapSettings(12, 12, 1, 0.5, Job.Role.TASK);

        var state = new BootstrapFewShot(settings).optimize(Words.twoSteps(), study);

        var hints = state.of("hint").demos().stream().map(d -> d.values().text("hint")).toList();
        var successes = state.of("sort").demos().stream().filter(Demo::augmented).count();
        assertThat(hints).hasSize((int) successes);
        assertThat(hints).anyMatch(h -> h.startsWith("hint 0"));
        assertThat(hints).anyMatch(h -> h.startsWith("hint 1"));
    }

    @Test
    void teacher_onTheReflectionModel_isAskedThere() {
        var roles = Collections.synchronizedList(new ArrayList<Job.Role>());
        var study =
                Words.study(
                        Words.input(Words.program(), Budget.Limits.NONE, 1),
                        job -> {
                            roles.add(job.role());
                            return Words.run(job);
                        });
        var settings = new BootstrapSettings(4, 16, 1, 0.5, Job.Role.REFLECTION);
        new BootstrapFewShot(settings).optimize(Words.program(), study);

        assertThat(roles).containsOnly(Job.Role.REFLECTION);
    }

    @Test
    void maxBootstrapped_ofZero_runsNothingAndIsLabelledOnly() {
        var study = Words.study(Words.input(Words.program(), Budget.Limits.NONE, 1), Words::run);
        var settings = new BootstrapSettings(0, 5, 1, 0.5, Job.Role.TASK);

        var demos =
                new BootstrapFewShot(settings).optimize(Words.program(), study).of("sort").demos();

        assertThat(study.jobsRun()).isZero();
        assertThat(demos).hasSize(5).noneMatch(Demo::augmented);
        assertThat(List.of(study.budget().spent().metricCalls())).containsExactly(0L);
    }
}
