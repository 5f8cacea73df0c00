package io.espalier.signatures.dspy;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.adapter.AdapterParseException;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What models write is read as DSPy reads it. */
class DspyParsesTest {
    @RegisterExtension static final RealDspy dspy = new RealDspy();

    private static final String FAILED = "cannot be parsed";

    private static String ours(Completions.Completion c) {
        try {
            var adapter = Adapters.of(c.adapter(), dspy.framing());
            return Json.write(finite(adapter.parse(c.signature(), c.text()).toJson()));
        } catch (AdapterParseException e) {
            return FAILED;
        }
    }

    private static String theirs(Completions.Completion c) {
        var answer = dspy.parse(c.adapter(), SignatureTree.of(c.signature()), c.text());
        return answer.has("failed") ? FAILED : Json.write(answer.get("fields"));
    }

    /** JSON knows no infinite numbers: they are compared as words. */
    private static JsonNode finite(JsonNode value) {
        if (value.isNumber() && !Double.isFinite(value.doubleValue()) && !value.isBigInteger()) {
            var number = value.doubleValue();
            var word = Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
            return Json.text("number " + word);
        }
        if (value.isArray()) {
            var copy = Json.array();
            value.forEach(v -> copy.add(finite(v)));
            return copy;
        }
        if (!value.isObject()) return value;
        var copy = Json.object();
        value.properties().forEach(e -> copy.set(e.getKey(), finite(e.getValue())));
        return copy;
    }

    /** Every difference must be one of those that are known; none of them may go unnoticed. */
    @Test
    void parse_everyCompletion_isWhatDspyReads() {
        var different = new ArrayList<String>();
        var known = 0;
        var parsed = 0;
        var all = Completions.all();
        for (var completion : all) {
            var ours = ours(completion);
            var theirs = theirs(completion);
            if (!theirs.equals(FAILED)) parsed++;
            if (ours.equals(theirs)) continue;
            if (KnownDifferences.holds(completion)) known++;
            else different.add(completion + ": ours " + ours + ", DSPy's " + theirs);
        }
        assertThat(different).isEmpty();
        assertThat(all).hasSizeGreaterThan(20_000);
        assertThat(parsed).isGreaterThan(6_000);
        assertThat(known).isLessThan(all.size() / 50);
    }
}
