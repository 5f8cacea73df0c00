package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.CrashEverywhere;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.StudyInput;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A small study, stopped after each of its jobs. */
final class MiproCrashTest {
    private static final Optimizer MIPRO = new MiproV2(MiproSettings.DEFAULT);

    private static StudyInput input() {
        var words = Words.input(Words.program(), Budget.Limits.NONE, 3);
        return new StudyInput(
                words.program(),
                words.training().subList(0, 16),
                words.validation().subList(0, 10),
                List.of(),
                3,
                Words.metricCalls(150),
                words.prices(),
                words.surroundings());
    }

    @Test
    void crash_afterEverySingleJob_endsWithTheSameProgram() {
        CrashEverywhere.assertEndsTheSame(input(), Words::run, MIPRO);
    }
}
