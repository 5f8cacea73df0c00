package io.espalier.optimizers.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Words;
import io.espalier.signatures.program.ProgramState;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTest {
    private static final ProgramState GOOD =
            ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.GOOD));
    private static final ProgramState BAD =
            ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.BAD));

    @Test
    void against_clearlyWorseAndBetter_stopsOneAndFinishesTheOther() {
        var input = Words.input(Words.program(), Budget.Limits.NONE, 1);
        var study = Words.study(input, Words::run);
        var reference = ProgramState.EMPTY.change("sort", p -> p.withInstruction(Words.GOOD));
        var incumbent = study.evaluate(reference, study.validation());
        var better =
                reference.change("sort", p -> p.withInstruction(Words.GOOD).withDemos(List.of()));

        var standings =
                new Race(study, study.validation(), Race.ALPHA)
                        .against(incumbent, List.of(BAD, better));

        assertThat(standings.get(0).finished()).isFalse();
        assertThat(standings.get(0).seen().examples().size()).isLessThan(study.validation().size());
        assertThat(standings.get(1).finished()).isTrue();
        assertThat(standings.get(1).seen().outcomes()).hasSameSizeAs(study.validation());
        assertThat(GOOD).isEqualTo(better);
    }
}
