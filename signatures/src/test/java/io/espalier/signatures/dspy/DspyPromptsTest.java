package io.espalier.signatures.dspy;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.Demo;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Under the framing that is read from DSPy, our prompts are DSPy's to the byte. */
class DspyPromptsTest {
    @RegisterExtension static final RealDspy dspy = new RealDspy();

    private static JsonNode ours(
            String kind, Signature signature, List<Fields> demos, Fields inputs) {
        var adapter = Adapters.of(kind, dspy.framing());
        var shown = demos.stream().map(Demo::labelled).toList();
        return Wire.messages(adapter.format(signature, shown, inputs).messages());
    }

    @Test
    void format_everyCase_isWhatDspySends() {
        var different = new ArrayList<String>();
        var messages = 0;
        for (var kind : Adapters.KINDS) {
            for (var c : Cases.all()) {
                var ours = ours(kind, c.signature(), c.demos(), c.inputs());
                var tree = SignatureTree.of(c.signature());
                messages += ours.size();
                var theirs = dspy.format(kind, tree, c.demos(), c.inputs());
                var difference = Wire.difference(ours, theirs);
                if (!difference.isEmpty()) different.add(kind + ", " + c + ": " + difference);
            }
        }
        assertThat(different).isEmpty();
        assertThat(messages).isGreaterThan(1000);
    }

    /** A Python program hands in pydantic objects and enum members, we the JSON that they are. */
    @Test
    void format_typedValues_isWhatDspySendsForItsObjects() {
        var different = new ArrayList<String>();
        for (var kind : Adapters.KINDS) {
            for (var c : Cases.all()) {
                if (!c.name().startsWith("type ")) continue;
                var ours = ours(kind, c.signature(), c.demos(), c.inputs());
                var tree = SignatureTree.of(c.signature());
                var theirs = dspy.formatTyped(kind, tree, c.demos(), c.inputs());
                var difference = Wire.difference(ours, theirs);
                if (!difference.isEmpty()) different.add(kind + ", " + c + ": " + difference);
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void format_stringSignatures_areReadAsDspyReadsThem() {
        var texts =
                List.of(
                        "question -> answer",
                        "question: str, context: list[str] -> answer, confidence: float",
                        "a: int, b -> c: list[str]",
                        "x -> y: Literal['a', \"b's\", 3]",
                        "x -> y: Optional[int], z: bool | None",
                        "x -> y: dict[str, list[int]]",
                        "x -> y: Union[int, str, None]",
                        "x -> y: List[Dict[str, Any]]",
                        "x: list, y: dict -> z: list, w: dict",
                        "text->label:Literal[ 'one' , 'two' ],score:float",
                        "code: dspy.Code -> fixed: dspy.Code",
                        "image: dspy.Image, history: dspy.History -> caption",
                        "a -> b: str | None",
                        "a -> b: Optional[Union[int, float]], c: list[Optional[str]]",
                        "a -> b: Any",
                        "a\n, b\n ->\n c");
        var different = new ArrayList<String>();
        for (var kind : Adapters.KINDS) {
            for (var text : texts) {
                var signature = Signature.of(text, "");
                var ours = ours(kind, signature, List.of(), Fields.EMPTY);
                var tree = Json.object().put("text", text).put("instruction", "");
                var theirs = dspy.format(kind, tree, List.of(), Fields.EMPTY);
                var difference = Wire.difference(ours, theirs);
                if (!difference.isEmpty()) different.add(kind + ", " + text + ": " + difference);
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void responseFormat_everyCase_isWhatDspyAsksOfAModelThatTakesSchemas() {
        var different = new ArrayList<String>();
        var adapter = Adapters.of("json", dspy.framing());
        for (var c : Cases.all()) {
            var ours = adapter.format(c.signature(), List.of(), c.inputs()).responseFormat();
            var tree = SignatureTree.of(c.signature());
            var call = dspy.call("json", tree, List.of(), c.inputs(), List.of("{}"));
            var theirs = call.get("asked").get(0).get("response_format");
            var written = ours == null ? "" : Json.write(ours);
            if (!written.equals(Json.write(theirs))) {
                different.add(c + ": ours " + written + ", DSPy's " + theirs);
            }
        }
        assertThat(different).isEmpty();
    }

    /** Signatures and values drawn from a fixed seed. */
    @Test
    void format_generatedCalls_isWhatDspySends() {
        var different = new ArrayList<String>();
        for (var seed = 0; seed < 250; seed++) {
            var c = new Generated(new Random(seed)).call("seed " + seed);
            for (var kind : Adapters.KINDS) {
                var ours = ours(kind, c.signature(), c.demos(), c.inputs());
                var tree = SignatureTree.of(c.signature());
                var theirs = dspy.format(kind, tree, c.demos(), c.inputs());
                var difference = Wire.difference(ours, theirs);
                if (!difference.isEmpty()) different.add(kind + ", " + c + ": " + difference);
            }
        }
        assertThat(different).isEmpty();
    }
}
