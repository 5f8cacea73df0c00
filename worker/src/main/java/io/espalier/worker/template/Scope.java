package io.espalier.worker.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and their values. A name that is nowhere is null, as is Jinja's undefined. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, @Nullable Object> values = new HashMap<>();

    Scope(@Nullable Scope outer, Map<String, ?> values) {
        this.outer = outer;
        this.values.putAll(values);
    }

    @Nullable Object get(String name) {
        if (values.containsKey(name)) {
            return values.get(name);
        }
        return outer == null ? null : outer.get(name);
    }

    void set(String name, @Nullable Object value) {
        values.put(name, value);
    }
}
