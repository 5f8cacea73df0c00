package io.espalier.signatures.adapter;

import java.util.regex.Pattern;

/** Takes source text out of a fenced block. */
final class FencedCode {
    private static final Pattern BLOCK = Pattern.compile("```[^\\n]*\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("```(.*?)```", Pattern.DOTALL);

    private FencedCode() {}

    /** The first block's content; the whole text where there is no block. */
    static String source(String text) {
        for (var fence : new Pattern[] {BLOCK, INLINE}) {
            var match = fence.matcher(text);
            if (match.find()) return PythonText.strip(match.group(1));
        }
        return text;
    }
}
