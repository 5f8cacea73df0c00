package io.espalier.coordinator.wire;

import io.espalier.signatures.document.Violation;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes single members of a study's document, by their paths. {@code -} and {@code _} are the
 * same; what is missing on the way is made. A name that stands for an object ({@code optimizer:
 * gepa}, {@code task: embedded}) becomes one when a member of it is set.
 */
public final class SpecChanges {
    /** Which member a lone text gives, by its place. */
    private static final Map<String, String> SHORT =
            Map.of(
                    "optimizer", "name",
                    "models.task", "provider",
                    "models.reflection", "provider");

    private final ObjectNode root;
    private final List<Violation> faults = new ArrayList<>();

    /**
     * @param root changed in place
     */
    public SpecChanges(ObjectNode root) {
        this.root = root;
    }

    /**
     * @param value JSON null takes the member out
     */
    public void set(String path, JsonNode value) {
        var names = path.strip().split("\\.", -1);
        var place = root;
        for (int i = 0; i < names.length; i++) {
            if (names[i].isBlank()) {
                faults.add(
                        new Violation(path, null, "is no path (expected: such as budget.tokens)"));
                return;
            }
            var name = spelled(place, names[i]);
            if (i == names.length - 1) {
                if (value.isNull()) place.remove(name);
                else place.set(name, value);
                return;
            }
            var next = object(place, name, String.join(".", List.of(names).subList(0, i + 1)));
            if (next == null) return;
            place = next;
        }
    }

    private @Nullable ObjectNode object(ObjectNode place, String name, String path) {
        var member = place.get(name);
        if (member instanceof ObjectNode object) return object;
        if (member == null || member.isNull()) return place.putObject(name);
        var key = SHORT.get(path);
        if (key != null && member.isString()) {
            return place.putObject(name).put(key, member.stringValue());
        }
        faults.add(
                new Violation(path, null, "is " + member + ", which has no members; set it whole"));
        return null;
    }

    /** As the document has it, else as study files do. */
    private static String spelled(ObjectNode place, String name) {
        for (var member : place.propertyNames()) {
            if (member.replace('_', '-').equals(name.replace('_', '-'))) return member;
        }
        return name.replace('_', '-');
    }

    /** The document as it is now; meaningless where there are faults. */
    public ObjectNode document() {
        return (ObjectNode) Json.parse(Json.write(root));
    }

    public List<Violation> faults() {
        return List.copyOf(faults);
    }
}
