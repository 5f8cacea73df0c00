package io.espalier.deploy.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ToolTest {
    @Test
    void answer_largerThanAPipe_isReadWhole() throws Exception {
        var answer = Tool.ask(List.of("sh", "-c", "head -c 300000 /dev/zero | tr '\\0' x"), "");
        assertThat(answer).hasSize(300_000);
    }

    @Test
    void program_thatFails_saysItsLastLine() {
        assertThatThrownBy(() -> Tool.ask(List.of("sh", "-c", "echo a; echo b >&2; exit 3"), ""))
                .isInstanceOf(IOException.class)
                .hasMessage("exit code 3: b");
    }
}
