package io.espalier.signatures.adapter;

import io.espalier.signatures.adapter.Framing.ConstraintWords;
import io.espalier.signatures.adapter.Framing.DemoWords;
import io.espalier.signatures.adapter.Framing.FieldWords;
import io.espalier.signatures.adapter.Framing.InstructionWords;
import io.espalier.signatures.adapter.Framing.NoteWords;
import io.espalier.signatures.adapter.Framing.TurnWords;
import io.espalier.signatures.adapter.Framing.TypeWords;
import io.espalier.signatures.json.Json;
import java.util.LinkedHashMap;

/**
 * Our own framing, version 1. The embedded model was trained on the chat sentences byte for byte:
 * change them only together with a newly trained model, as version 2.
 */
final class DefaultFraming {
    private DefaultFraming() {}

    static Framing create() {
        return new Framing(
                "espalier-1",
                new FieldWords(
                        "{{index}}. `{{name}}` ({{type}}{{constraints}}){{description}}",
                        ": {{text}}",
                        "; {{text}}",
                        new ConstraintWords(
                                "; ",
                                "more than {{bound}}",
                                "at least {{bound}}",
                                "less than {{bound}}",
                                "at most {{bound}}",
                                "a multiple of {{bound}}",
                                "length at least {{bound}}",
                                "length at most {{bound}}"),
                        "",
                        new LinkedHashMap<>()),
                new TypeWords(
                        "one of: {{values}}",
                        "one of: {{values}}",
                        "; ",
                        "{{name}} with {{members}}",
                        "{{language}} code in a fenced block"),
                new NoteWords("", "", "", "", "", "", ""),
                new InstructionWords("Write {{outputs}} from {{inputs}}.", null),
                new DemoWords("", "(not given)", "(not given)", "(not given)", true),
                new TurnWords(
                        """
                        You get these fields:
                        {{inputs}}
                        You write these fields:
                        {{outputs}}
                        Each turn looks like this, with values in place of the braces:

                        {{inputStructure}}

                        {{outputStructure}}

                        [[ ## completed ## ]]

                        The task:
                        {{instruction}}\
                        """,
                        "Now write {{outputs}} and close with `[[ ## completed ## ]]`.",
                        "`[[ ## {{name}} ## ]]`",
                        ", ",
                        "",
                        ""),
                new TurnWords(
                        """
                        You get these fields:
                        {{inputs}}
                        You write these fields:
                        {{outputs}}
                        Each turn gives the inputs like this, with values in place of the braces:

                        {{inputStructure}}

                        You answer with one JSON object like this:

                        {{outputStructure}}

                        The task:
                        {{instruction}}\
                        """,
                        "Now write one JSON object with {{outputs}}.",
                        "`{{name}}`",
                        ", ",
                        "",
                        ""),
                new TurnWords(
                        """
                        You get these fields:
                        {{inputs}}
                        You write these fields:
                        {{outputs}}
                        Each turn looks like this, with values in place of the braces:

                        {{inputStructure}}

                        {{outputStructure}}

                        The task:
                        {{instruction}}\
                        """,
                        "Now write {{outputs}}, each closed by its end tag.{{nested}}",
                        "`<{{name}}>`",
                        ", ",
                        "",
                        " Nest the elements like this: {{structures}}"),
                "outputs",
                Json.object(),
                true);
    }
}
