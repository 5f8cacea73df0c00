package io.espalier.signatures.dspy;

import io.espalier.signatures.Field;
import io.espalier.signatures.program.Predictor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one predictor in a state. DSPy leaves out their names, so whether they are those of
 * the program is told from what it does write: the title, which is inferred from the name where
 * nobody set another; the description, which is the name in braces where there is none; and the
 * keys of the demos. A title alone may differ, since authors and COPRO set others.
 */
final class SavedFields {
    private static final Pattern NAME = Pattern.compile("\\$\\{([^{}]+)}");

    private final List<Field> fields;
    private final String where;
    private final JsonNode saved;
    private final Set<String> demoKeys = new LinkedHashSet<>();

    SavedFields(Predictor predictor, String where, JsonNode entry) {
        this.fields = predictor.signature().fields();
        this.where = where;
        this.saved = entry.path("signature").path("fields");
        for (var demo : entry.path("demos")) demoKeys.addAll(demo.propertyNames());
    }

    /**
     * @param faults gets a sentence for each field that is none of the predictor's
     * @param notes gets a sentence for each whose name the state does not tell
     * @return what the state says of fields other than the program does
     */
    SequencedMap<String, String> descriptions(List<String> faults, List<String> notes) {
        var learned = new LinkedHashMap<String, String>();
        if (!saved.isArray() || saved.size() != fields.size()) {
            faults.add(
                    where
                            + ", signature.fields: expected "
                            + fields.size()
                            + " fields ("
                            + String.join(", ", fields.stream().map(Field::name).toList())
                            + "), received "
                            + (saved.isArray()
                                    ? saved.size() + ": " + titles()
                                    : StateReader.shown(saved)));
            return learned;
        }
        var before = faults.size();
        var untold = new ArrayList<String>();
        for (var i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            var at = where + ", field '" + field.name() + "'";
            var title = title(i);
            var expected = "the title '" + FieldPrefix.of(field.name()) + "' in place " + (i + 1);
            var description = saved.get(i).path("description");
            var other = otherName(i);
            if (other != null) {
                faults.add(
                        at
                                + ": expected "
                                + expected
                                + ", received "
                                + title
                                + " of the field '"
                                + other
                                + "'");
                continue;
            }
            if (!description.isString()) {
                faults.add(
                        at
                                + ", description: expected text, received "
                                + StateReader.shown(description));
                continue;
            }
            if (!isOwn(i)) {
                untold.add(
                        at
                                + ": it has the title '"
                                + title
                                + "' in the file, taken for another title"
                                + " of the same field");
            }
            if (!description.stringValue().equals(DspyState.description(field))) {
                learned.put(field.name(), description.stringValue());
            }
        }
        if (untold.size() == fields.size() && faults.size() == before) {
            faults.add(
                    where
                            + ", signature.fields: expected the titles "
                            + String.join(
                                    " ",
                                    fields.stream().map(f -> FieldPrefix.of(f.name())).toList())
                            + ", received "
                            + titles());
        }
        notes.addAll(untold);
        return learned;
    }

    /** Whether title or description are those of the field in this place. */
    private boolean isOwn(int place) {
        var field = fields.get(place);
        return title(place).equals(FieldPrefix.of(field.name()))
                || saved.get(place)
                        .path("description")
                        .asString("")
                        .equals(DspyState.description(field));
    }

    /** The name of another field, where the state tells that it is in this place. */
    private @Nullable String otherName(int place) {
        var title = title(place);
        for (var field : fields) {
            if (FieldPrefix.of(field.name()).equals(title)) {
                return field.equals(fields.get(place)) ? null : field.name();
            }
        }
        if (isOwn(place)) return null;
        var named = NAME.matcher(saved.get(place).path("description").asString(""));
        if (named.matches()) return named.group(1);
        return demoKeys.stream()
                .filter(key -> FieldPrefix.of(key).equals(title))
                .findFirst()
                .orElse(null);
    }

    private String title(int place) {
        return saved.get(place).path("prefix").asString("");
    }

    private String titles() {
        var titles = new ArrayList<String>();
        saved.forEach(f -> titles.add(f.path("prefix").asString("?")));
        return String.join(" ", titles);
    }
}
