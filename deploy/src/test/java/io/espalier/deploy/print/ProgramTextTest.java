package io.espalier.deploy.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.coordinator.wire.Structs;
import io.espalier.signatures.Fields;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.NearestDemos;
import io.espalier.signatures.program.ProgramState;
import io.espalier.v1.OptimizedProgram;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgramTextTest {
    @Test
    void pool_ofDemos_isShownInPartWithWhatChooses() {
        var pool =
                IntStream.range(0, 23)
                        .mapToObj(i -> Demo.labelled(Fields.of("question", "q" + i, "answer", "a")))
                        .toList();
        var nearest = new NearestDemos(4, List.of(), null);
        var state = ProgramState.EMPTY.change("predict", p -> p.withDemos(pool, nearest));
        var program = OptimizedProgram.newBuilder().setState(Structs.struct(state.toJson()));

        assertThat(ProgramText.of(program.build()))
                .contains("demos: 0 -> 23")
                .contains("q19")
                .doesNotContain("q20")
                .contains("(3 more: --json shows all)")
                .contains("demos shown: the 4 nearest by letters and words");
    }
}
