package io.espalier.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bench quality} refuses before it starts anything. */
class BenchQualityUseTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --optimizers    | nope          | unknown optimizer 'nope'
                    --optimizers    | gpa           | did you mean 'gepa'?
                    --optimizers    | gepa=huge     | --optimizers: gepa=huge
                    --optimizers    | {name: gepa   | --optimizers: {name: gepa
                    --optimizers    | {"name": 3}   | expected an optimizer's name
                    --seeds         | -1            | --seeds: -1 (expected: 0 or more)
                    --metric-calls  | 0             | --metric-calls: 0 (expected: 1 or more)
                    --model-calls   | 0             | --model-calls: 0 (expected: 1 or more)
                    --tokens        | 0             | --tokens: 0 (expected: 1 or more)
                    --tokens        | many          | --tokens takes a number or dspy, not 'many'
                    --sizes         | 10,0,5        | --sizes: 10,0,5 (expected: three numbers of 1
                    --sizes         | 10,5          | --sizes takes three numbers
                    --concurrency   | 0             | --concurrency: 0 (expected: 1 or more)
                    --dspy-threads  | 0             | --dspy-threads: 0 (expected: 1 or more)
                    --latency       | -5            | --latency: -5 (expected: 0 or more)
                    --share         | 0             | --share: 0.0 (expected: above 0, at most 10)
                    --share         | 0.5           | --share: no calls of DSPy's to take it of
                    """)
    void option_thatCannotBe_isAUsageErrorInOneSentence(
            String option, String value, String sentence) {
        var use = CommandLineUse.of("bench", "quality", "--peers", "none", option, value);
        assertThat(use.code()).as(use.err()).isEqualTo(2);
        assertThat(use.err()).contains(sentence).doesNotContain("Violation[", "Exception");
        assertThat(use.out()).isEmpty();
    }

    @Test
    void peers_ofAFileThatThereIsNot_areAUsageError() {
        var use = CommandLineUse.of("bench", "quality", "--peers", "none.jsonl");
        assertThat(use.code()).isEqualTo(2);
        assertThat(use.err()).contains("'none.jsonl' is neither dspy nor none nor a file");
    }

    @Test
    void several_faults_areAllNamed() {
        var use =
                CommandLineUse.of(
                        "bench", "quality", "--peers", "none", "--seeds=-1", "--optimizers=nope");
        assertThat(use.err()).contains("--seeds: -1", "unknown optimizer 'nope'");
    }
}
