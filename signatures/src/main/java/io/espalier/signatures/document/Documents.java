package io.espalier.signatures.document;

import io.espalier.signatures.json.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads YAML 1.2 (and JSON, which is YAML) into documents that know their lines. Only plain data:
 * tags of other types, duplicate keys and more than one document are faults, and aliases are
 * limited.
 */
public final class Documents {
    private static final int MOST_CHARACTERS = 16 * 1024 * 1024;
    private static final int DEEPEST = 200;

    private Documents() {}

    /**
     * @throws InvalidDocument when the file cannot be read or is no YAML
     */
    public static Document read(Path file) {
        try {
            var json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
            return parse(Files.readString(file), json ? "JSON" : "YAML");
        } catch (NoSuchFileException e) {
            throw fault(null, "there is no file " + file);
        } catch (MalformedInputException e) {
            throw fault(null, file + " is not UTF-8 text");
        } catch (IOException e) {
            throw fault(null, "cannot read " + file + ": " + FileProblem.of(e));
        }
    }

    /**
     * @throws InvalidDocument naming the line of the fault
     */
    public static Document parse(String text) {
        return parse(text, "YAML");
    }

    private static Document parse(String text, String format) {
        var settings =
                LoadSettings.builder()
                        .setAllowDuplicateKeys(false)
                        .setMaxAliasesForCollections(20)
                        .setCodePointLimit(MOST_CHARACTERS)
                        .build();
        try {
            var nodes = new Compose(settings).composeAllFromString(text).iterator();
            if (!nodes.hasNext()) throw fault(1, "the file is empty");
            var root = nodes.next();
            if (nodes.hasNext()) {
                throw fault(
                        line(nodes.next()),
                        "a second document begins here (expected: one per file)");
            }
            var lines = new HashMap<String, Integer>();
            return new Document(convert(root, "", 0, lines), lines);
        } catch (MarkedYamlEngineException e) {
            var line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(null);
            throw fault(line, "not " + format + ": " + e.getProblem());
        } catch (StackOverflowError e) {
            throw tooDeep(null);
        } catch (YamlEngineException e) {
            throw fault(null, "not " + format + ": " + e.getMessage());
        }
    }

    private static JsonNode convert(Node node, String path, int depth, Map<String, Integer> lines) {
        // An anchor may hold itself, so a small file can be endlessly deep.
        if (depth > DEEPEST) throw tooDeep(line(node));
        lines.put(path, line(node));
        if (!(node instanceof ScalarNode)
                && !node.getTag().equals(Tag.MAP)
                && !node.getTag().equals(Tag.SEQ)) {
            throw unread(node);
        }
        return switch (node) {
            case MappingNode mapping -> {
                var object = Json.object();
                for (var entry : mapping.getValue()) {
                    if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                        throw fault(line(entry.getKeyNode()), "a key must be a plain word");
                    }
                    var name = key.getValue();
                    var at = path.isEmpty() ? name : path + "." + name;
                    if (object.has(name)) throw fault(line(key), "'" + name + "' is given twice");
                    object.set(name, convert(entry.getValueNode(), at, depth + 1, lines));
                    lines.put(at, line(key));
                }
                yield object;
            }
            case SequenceNode sequence -> {
                var array = Json.array();
                int index = 0;
                for (var element : sequence.getValue()) {
                    array.add(convert(element, path + "[" + index++ + "]", depth + 1, lines));
                }
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw fault(line(node), "cannot be read here");
        };
    }

    private static JsonNode scalar(ScalarNode node) {
        var json = JsonNodeFactory.instance;
        var text = node.getValue();
        var tag = node.getTag();
        if (tag.equals(Tag.STR)) return json.stringNode(text);
        if (tag.equals(Tag.NULL)) return json.nullNode();
        if (tag.equals(Tag.BOOL)) return json.booleanNode(Boolean.parseBoolean(text));
        try {
            if (tag.equals(Tag.INT)) {
                return Json.number(new BigInteger(text));
            }
            if (tag.equals(Tag.FLOAT)) return json.numberNode(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw fault(line(node), "'" + text + "' is no number that is read here: write digits");
        }
        throw unread(node);
    }

    private static InvalidDocument tooDeep(@Nullable Integer line) {
        return fault(line, "nested too deeply (expected: at most " + DEEPEST + " levels)");
    }

    private static InvalidDocument unread(Node node) {
        return fault(
                line(node),
                "values of type "
                        + node.getTag()
                        + " are not read: write plain data without a tag");
    }

    private static int line(Node node) {
        return node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
    }

    private static InvalidDocument fault(@Nullable Integer line, String message) {
        return new InvalidDocument(List.of(new Violation(".", line, message)));
    }
}
