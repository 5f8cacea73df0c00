package io.espalier.signatures;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads DSPy's string form of a signature: {@code "question, context: list[str] -> answer:
 * Literal['yes', 'no']"}. A field without a type is text.
 */
public final class SignatureParser {
    private SignatureParser() {}

    /**
     * @param instruction null where the author gives none
     * @throws IllegalArgumentException naming column, field and what was expected
     */
    public static Signature parse(String signature, @Nullable String instruction) {
        return parse(signature, instruction, Map.of());
    }

    /**
     * @param named types of the author's own that the text may name
     */
    public static Signature parse(
            String signature, @Nullable String instruction, Map<String, FieldType> named) {
        var text = new SignatureText(signature);
        var names = new HashSet<String>();
        var inputs = fields(text, named, names, true);
        text.about("");
        if (!text.take("->")) throw text.expected("'->' between inputs and outputs");
        var outputs = fields(text, named, names, false);
        text.about("");
        if (!text.atEnd()) {
            throw text.peek() == '-'
                    ? text.expected("the end: a signature has one '->'")
                    : text.expected("',' or the end");
        }
        if (outputs.isEmpty()) throw text.expected("an output field after '->'");
        return Signature.written(inputs, outputs, instruction);
    }

    /**
     * Reads one type, such as {@code dict[str, int]}.
     *
     * @throws IllegalArgumentException naming column and what was expected
     */
    public static FieldType type(String type, Map<String, FieldType> named) {
        var text = new SignatureText(type);
        var read = new TypeExpression(text, named).read();
        if (!text.atEnd()) throw text.expected("the end of the type");
        return read;
    }

    private static List<Field> fields(
            SignatureText text, Map<String, FieldType> named, Set<String> names, boolean inputs) {
        var fields = new ArrayList<Field>();
        while (!text.atEnd() && text.peek() != '-') {
            text.about("");
            var start = text.position();
            var name = text.name();
            if (name.isEmpty()) throw text.expected("a field name");
            text.about(name);
            if (Character.isDigit(name.charAt(0)) || !name.chars().allMatch(c -> c < 128)) {
                throw text.expectedAt(
                        start,
                        "a field name of letters a-z, digits and _, not starting with a digit",
                        "'" + name + "'");
            }
            if (!names.add(name)) {
                throw text.expectedAt(start, "a name that no other field has", "'" + name + "'");
            }
            var type =
                    text.take(':') ? new TypeExpression(text, named).read() : new FieldType.Text();
            fields.add(Field.of(name, type));
            if (!text.take(',')) {
                var next = text.peek();
                if (next != '\0' && next != '-') {
                    throw text.expected(
                            inputs
                                    ? "':' and a type, ',' or '->'"
                                    : "':' and a type, ',' or the end");
                }
                break;
            }
        }
        return fields;
    }
}
