package io.espalier.deploy.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.v1.ErrorCounts;
import io.espalier.v1.StudyEvent.Progress;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
    private static final Progress HALF =
            Progress.newBuilder()
                    .setJobsDone(50)
                    .setJobsAsked(100)
                    .setJobsPerSecond(12.4)
                    .setJobsReplayed(20)
                    .setBestValidation(0.625)
                    .setBudgetUsed(0.31)
                    .setSecondsLeft(75)
                    .setErrors(ErrorCounts.newBuilder().setProvider(2))
                    .build();

    @Test
    void line_wideTerminal_saysHowFarHowGoodHowFastAndHowLong() {
        assertThat(ProgressText.line("optimizing", HALF, 200))
                .isEqualTo(
                        "optimizing  [########        ]  50/100 jobs  best 62.5 %  12/s"
                                + "  1 min 15 s left  budget 31 %  20 from the journal  errors: 2 provider");
    }

    @Test
    void line_narrowTerminal_dropsTheLastParts() {
        var line = ProgressText.line("optimizing", HALF, 58);
        assertThat(line).endsWith("best 62.5 %").hasSizeLessThanOrEqualTo(58);
    }

    @Test
    void line_nothingKnownYet_showsOnlyWhatThereIs() {
        var first = Progress.newBuilder().setJobsAsked(7).build();
        assertThat(ProgressText.line("scoring", first, 80))
                .isEqualTo("scoring  [                ]  0/7 jobs");
    }

    @Test
    void line_moreDoneThanAsked_neverPassesItsEnd() {
        var odd = Progress.newBuilder().setJobsDone(9).setJobsAsked(7).build();
        assertThat(ProgressText.line("scoring", odd, 80)).contains("[################]  9/9 jobs");
    }
}
