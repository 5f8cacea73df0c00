package io.espalier.signatures;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a predictor is asked to do: named, typed inputs and outputs, and an instruction in plain
 * words.
 *
 * @param instruction null when the author gave none; the framing then words a default from the
 *     field names
 * @param added how many of the first outputs a module put before the author's own, such as a chain
 *     of thought's reasoning; a default instruction does not mention them
 */
public record Signature(
        List<Field> inputs, List<Field> outputs, @Nullable String instruction, int added) {

    /** Name of the output that a chain of thought puts before all others. */
    public static final String REASONING = "reasoning";

    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException(
                    "signature: no output field (expected: at least one after '->')");
        }
        if (added < 0 || added >= outputs.size()) {
            throw new IllegalArgumentException(
                    "signature: " + added + " of " + outputs.size() + " outputs added by a module");
        }
        var names = new HashSet<String>();
        for (var field : allOf(inputs, outputs)) {
            if (!names.add(field.name())) {
                throw new IllegalArgumentException(
                        "signature: field '" + field.name() + "' is named twice");
            }
        }
    }

    /** A signature whose outputs are all the author's own. */
    public Signature(List<Field> inputs, List<Field> outputs, @Nullable String instruction) {
        this(inputs, outputs, instruction, 0);
    }

    /**
     * The signature of two records, whose components are the fields; see {@link RecordSignatures}.
     */
    public static Signature of(
            Class<? extends Record> inputs,
            Class<? extends Record> outputs,
            @Nullable String instruction) {
        return RecordSignatures.of(inputs, outputs, instruction);
    }

    /** The signature that a text such as {@code "question -> answer: int"} says. */
    public static Signature of(String text, @Nullable String instruction) {
        return SignatureParser.parse(text, instruction);
    }

    /** As an author writes it: an empty instruction is none. */
    static Signature written(
            List<Field> inputs, List<Field> outputs, @Nullable String instruction) {
        return new Signature(
                inputs, outputs, instruction == null || instruction.isEmpty() ? null : instruction);
    }

    /** Inputs, then outputs. */
    public List<Field> fields() {
        return allOf(inputs, outputs);
    }

    public Optional<Field> field(String name) {
        return fields().stream().filter(f -> f.name().equals(name)).findFirst();
    }

    public Signature withInstruction(@Nullable String newInstruction) {
        return new Signature(inputs, outputs, newInstruction, added);
    }

    /** The same signature with {@code field} as its first output, added by a module. */
    public Signature withFirstOutput(Field field) {
        return new Signature(inputs, allOf(List.of(field), outputs), instruction, added + 1);
    }

    private static List<Field> allOf(List<Field> first, List<Field> second) {
        var all = new ArrayList<Field>(first.size() + second.size());
        all.addAll(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
