package io.espalier.worker.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The model against a real process. */
class SynthLmTest {
    @RegisterExtension static final SynthLm synthlm = SynthLm.world(0);

    /** Figures taken with it are compared over time, so its behaviour is frozen at version 1. */
    @ParameterizedTest
    @MethodSource("frozen")
    void synthlm_file_isTheFrozenOne(String hash, String file) throws IOException {
        assertThat(Json.hash(Files.readAllBytes(SynthLm.folder().resolve(file)))).isEqualTo(hash);
    }

    static Stream<Arguments> frozen() throws IOException {
        return Files.readAllLines(SynthLm.folder().resolve("FROZEN")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> Arguments.of((Object[]) line.split("  ")));
    }

    @Test
    void synthlm_asked_answersAndCounts() {
        synthlm.reset();
        try (var model = OpenAiModel.of(synthlm.spec())) {
            var prompt =
                    List.of(
                            Message.system(
                                    "Write two numbers. Field:\n[[ ## answer ## ]]\n{answer}"),
                            Message.user("[[ ## question ## ]]\nwhich?"));
            var request = new ModelRequest(prompt, Sampling.greedy(50), List.of(), null);
            var first = model.complete(request);
            var second = model.complete(request);
            assertThat(first.finish()).isEqualTo(Completion.Finish.STOP);
            assertThat(first.text()).isNotBlank().isEqualTo(second.text());
            assertThat(first.usage().prompt()).isPositive();
            var stats = synthlm.stats();
            assertThat(stats.path("requests").asInt()).isEqualTo(2);
            assertThat(stats.path("prompt_tokens").asLong())
                    .isEqualTo(first.usage().prompt() + second.usage().prompt());
            assertThat(stats.path("cached_tokens").asLong())
                    .isEqualTo(first.usage().cached() + second.usage().cached());
        }
    }
}
