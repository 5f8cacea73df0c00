package io.espalier.signatures.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.document.FileProblem;
import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads data sets: JSON lines (one flat object a line) and CSV (with a header line). */
public final class DataFiles {
    private static final int MOST_SHOWN = 5;

    private DataFiles() {}

    /**
     * @param signature gives CSV columns their types; JSON lines have their own
     * @throws DataException naming file, line and fault
     */
    public static DataSet read(Path file, Signature signature) {
        try {
            var text = withoutMark(Files.readString(file));
            return file.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".csv")
                    ? csv(text, signature, file.toString())
                    : jsonLines(text, file.toString());
        } catch (NoSuchFileException e) {
            throw new DataException("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new DataException(file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new DataException("cannot read " + file + ": " + FileProblem.of(e), e);
        }
    }

    /** Spreadsheets write a byte order mark before UTF-8. */
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /**
     * @param name of the text, for errors
     */
    public static DataSet jsonLines(String text, String name) {
        var examples = new ArrayList<Example>();
        var ids = new HashSet<String>();
        var faults = new ArrayList<String>();
        int number = 0;
        for (var line : text.lines().toList()) {
            number++;
            if (line.isBlank()) continue;
            JsonNode row;
            try {
                row = Json.parse(line);
            } catch (IllegalArgumentException e) {
                faults.add("line " + number + ": " + e.getMessage());
                continue;
            }
            if (row.isObject()) {
                examples.add(example(Fields.of(row), ids));
            } else {
                faults.add("line " + number + ": expected an object of fields, got " + kind(row));
            }
        }
        if (!faults.isEmpty()) throw new DataException(name + ", " + shown(faults));
        return new DataSet(examples);
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String shown(List<String> faults) {
        var some = String.join("; ", faults.subList(0, Math.min(MOST_SHOWN, faults.size())));
        int more = faults.size() - MOST_SHOWN;
        return more > 0 ? some + "; and " + more + " more such lines" : some;
    }

    /**
     * @param name of the text, for errors
     */
    public static DataSet csv(String text, Signature signature, String name) {
        var types = new HashMap<String, FieldType>();
        signature.fields().forEach(f -> types.put(f.name(), f.type()));
        var examples = new ArrayList<Example>();
        var ids = new HashSet<String>();
        List<String> header = List.of();
        try (var rows = reader(text)) {
            for (var row : rows) {
                if (header.isEmpty()) {
                    header = List.copyOf(row.getFields());
                    if (Set.copyOf(header).size() < header.size()) {
                        throw new DataException(
                                name + ", line 1: a column is named twice in " + header);
                    }
                    continue;
                }
                var line = row.getStartingLineNumber();
                if (row.getFieldCount() != header.size()) {
                    throw new DataException(
                            name
                                    + ", line "
                                    + line
                                    + ": "
                                    + row.getFieldCount()
                                    + " values for "
                                    + header.size()
                                    + " columns");
                }
                var values = new LinkedHashMap<String, JsonNode>();
                for (int i = 0; i < header.size(); i++) {
                    var column = header.get(i);
                    values.put(
                            column,
                            cell(
                                    row.getField(i),
                                    types.get(column),
                                    name + ", line " + line + ", column '" + column + "'"));
                }
                examples.add(example(new Fields(values), ids));
            }
        } catch (CsvParseException e) {
            var why = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
            throw new DataException(name + ": " + e.getMessage() + why, e);
        } catch (IOException e) {
            throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
        }
        return new DataSet(examples);
    }

    /** Counts of values are checked above, where the line is known. */
    private static CsvReader<CsvRecord> reader(String text) {
        return CsvReader.builder()
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(text);
    }

    private static JsonNode cell(String text, @Nullable FieldType type, String where) {
        var json = JsonNodeFactory.instance;
        return switch (type) {
            case FieldType.Optional(var inner) ->
                    text.isEmpty() ? json.nullNode() : cell(text, inner, where);
            case FieldType.Int _ -> {
                try {
                    yield Json.number(new BigInteger(text.strip()));
                } catch (NumberFormatException e) {
                    throw new DataException(where + ": '" + text + "' is no whole number", e);
                }
            }
            case FieldType.Float _ -> {
                try {
                    yield json.numberNode(Double.parseDouble(text.strip()));
                } catch (NumberFormatException e) {
                    throw new DataException(where + ": '" + text + "' is no number", e);
                }
            }
            case FieldType.Bool _ ->
                    switch (text.strip().toLowerCase(java.util.Locale.ROOT)) {
                        case "true", "1", "yes" -> json.booleanNode(true);
                        case "false", "0", "no" -> json.booleanNode(false);
                        default ->
                                throw new DataException(
                                        where + ": '" + text + "' is not true or false");
                    };
            case FieldType.ListOf _, FieldType.MapOf _, FieldType.Nested _ -> {
                try {
                    yield Json.parse(text);
                } catch (IllegalArgumentException e) {
                    throw new DataException(where + ": " + e.getMessage(), e);
                }
            }
            case FieldType.Literal(var values) -> constant(text, values);
            case null, default -> json.stringNode(text);
        };
    }

    /**
     * A constant such as 3 in the type that the signature gives it; what is none stays as it is.
     */
    private static JsonNode constant(String text, List<JsonNode> values) {
        return values.stream()
                .filter(v -> v.asString().equals(text.strip()))
                .findFirst()
                .orElseGet(() -> JsonNodeFactory.instance.stringNode(text));
    }

    /**
     * The row's own {@code id} where it has one that no earlier row has, else the hash of its
     * content.
     */
    private static Example example(Fields fields, Set<String> ids) {
        var own = fields.text("id");
        var example =
                own.isEmpty() || ids.contains(own) ? Example.of(fields) : new Example(own, fields);
        ids.add(example.id());
        return example;
    }
}
