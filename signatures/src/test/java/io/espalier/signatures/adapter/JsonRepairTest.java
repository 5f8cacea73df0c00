package io.espalier.signatures.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.json.Json;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * That the real json_repair reads the same is shown by the tests with DSPy; this needs no Python.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JsonRepairTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a': 1,} | {\"a\":1}",
                "{\"a\": 1 | {\"a\":1}",
                "{a: b, c} | {\"a\":\"b, c\"}",
                "{a: b, c: d} | {\"a\":\"b\",\"c\":\"d\"}",
                "{\"a\": \"no end, \"b\": 2} | {\"a\":\"no end\",\"b\":2}",
                "{\"a: 1} | {\"a\":1}",
                "{a\": 1} | {\"a\":1}",
                "{\"a\"\": 1} | {\"a\":1}",
                "{\"a\": He said \\\"no\\\"} | {\"a\":\"He said \\\"no\\\"\"}",
                "Fill {x}: {\"a\": 5%} | {\"a\":5}",
                "[1; 2] | [1,2]",
                "[\"a\": 1, \"b\": 2] | [{\"a\":1,\"b\":2}]",
                "{\"a\": 1,000} | {\"a\":\"1,000\"}",
                "{\"a\": 1} {\"a\": 2} | {\"a\":2}",
                "{\"a\": 1} {\"b\": 2} | [{\"a\":1},{\"b\":2}]",
                "text (1, 2) and [TRUE, None] | [true,null]"
            })
    void read_carelessJson_isWhatItMeant(String text, String meant) {
        var read = JsonRepair.read(text);
        assertThat(read == null ? "nothing" : Json.write(read)).isEqualTo(meant);
    }

    @Test
    void read_noJson_isNull() {
        assertThat(JsonRepair.read("no brackets, \"none\"")).isNull();
        assertThat(JsonRepair.read("a place {x} alone")).isNull();
        assertThat(JsonRepair.read("")).isNull();
    }

    @Test
    void read_deepNesting_ends() {
        assertThat(JsonRepair.read("[".repeat(20_000))).isNotNull();
        assertThat(JsonRepair.read("{\"a\":".repeat(5_000))).isNotNull();
        assertThat(JsonRepair.read("{\"a\":[(".repeat(3_000) + "}")).isNotNull();
    }

    @Test
    void read_anything_endsWithoutAnError() {
        var signs = "{}[]()\"'\u201c\u201d:,\\ \n#/*-+.eEx0123abnull";
        for (var seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (var i = random.nextInt(40); i >= 0; i--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            var read = JsonRepair.read(text.toString());
            if (read != null) assertThat(Json.write(read)).isNotEmpty();
        }
    }
}
