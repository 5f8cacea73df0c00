package io.espalier.signatures.adapter;

import io.espalier.signatures.FieldType;
import io.espalier.signatures.Fields;
import io.espalier.signatures.PythonTypes;
import io.espalier.signatures.Signature;

/** Rejects inputs that do not fit their field's type. Absent and null inputs are let through. */
final class InputCheck {
    private InputCheck() {}

    static void check(Signature signature, Fields inputs) {
        for (var field : signature.inputs()) {
            var value = inputs.get(field.name());
            if (value == null || value.isNull() || field.type() instanceof FieldType.Text) continue;
            try {
                Coercion.fit(field.type(), value);
            } catch (MismatchException e) {
                throw new IllegalArgumentException(
                        "input '"
                                + field.name()
                                + "': expected "
                                + PythonTypes.name(field.type())
                                + ", "
                                + e.getMessage());
            }
        }
    }
}
