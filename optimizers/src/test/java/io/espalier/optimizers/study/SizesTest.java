package io.espalier.optimizers.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Words;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SizesTest {
    private static List<String> notes(int training, int validation) {
        return Sizes.notes(
                Words.examples("train", training), Words.examples("validation", validation));
    }

    @Test
    void notes_onFewRows_sayWhichDataAndHowMany() {
        assertThat(notes(3, 10)).isEmpty();
        assertThat(notes(3, 9))
                .singleElement()
                .asString()
                .startsWith("the validation data have only 9 rows:");
        assertThat(notes(2, 10))
                .singleElement()
                .asString()
                .startsWith("the training data have only 2 rows:");
        assertThat(notes(1, 1)).hasSize(2).allMatch(note -> note.contains("only 1 row:"));
    }

    @Test
    void study_ofTwoRows_isWarnedOfAtItsBeginningAndInItsResult() {
        var heard = new ArrayList<String>();
        StudyListener listener =
                new StudyListener() {
                    @Override
                    public void phase(String name, long jobs) {
                        heard.add(name);
                    }

                    @Override
                    public void note(String text) {
                        heard.add(text);
                    }
                };
        var input =
                new StudyInput(
                        Words.program(),
                        Words.examples("train", 30),
                        Words.examples("validation", 2),
                        List.of(),
                        1,
                        Budget.Limits.NONE,
                        Prices.FREE,
                        Surroundings.fixed("words"));
        var result =
                new InMemoryStudy(input, Words::run, 4, Map.of(), listener)
                        .run((program, study) -> ProgramState.EMPTY);

        assertThat(heard.getFirst()).startsWith("the validation data have only 2 rows");
        assertThat(result.notes())
                .startsWith(heard.getFirst())
                .as("the warning explains no result")
                .anyMatch(note -> note.startsWith("the search made no candidate"));
    }
}
