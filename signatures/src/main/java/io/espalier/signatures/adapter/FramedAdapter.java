package io.espalier.signatures.adapter;

import io.espalier.signatures.Field;
import io.espalier.signatures.FieldType;
import io.espalier.signatures.Fields;
import io.espalier.signatures.PythonTypes;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.program.Demo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What all adapters share: one system turn, demos as pairs of turns (incomplete ones first),
 * earlier turns of a conversation, and the turn that asks.
 */
abstract sealed class FramedAdapter implements Adapter
        permits ChatAdapter, JsonAdapter, XmlAdapter {
    private static final int REMEMBERED = 512;

    final Framing framing;
    final FieldText text;
    final ValueParser values;
    private final Map<Signature, Prepared> prepared = new ConcurrentHashMap<>();

    FramedAdapter(Framing framing) {
        this.framing = framing;
        this.text = new FieldText(framing);
        this.values = new ValueParser(framing.checksConstraints());
    }

    /** What of a request depends on the signature alone. */
    private record Prepared(
            Message system,
            String request,
            @Nullable Field history,
            Signature asked,
            boolean pictures,
            @Nullable JsonNode responseFormat) {}

    abstract Framing.TurnWords words();

    /** The part of the structure that shows these fields. */
    abstract String structure(List<Field> fields, boolean outputs);

    /** One input with its value. */
    abstract String section(Field field, JsonNode value);

    /** A finished turn of the model. */
    abstract String assistant(List<Field> outputs, Fields values, JsonNode missing);

    /** The request's words on nested outputs; empty where there are none. */
    String nested(Signature signature) {
        return "";
    }

    @Nullable JsonNode responseFormat(Signature signature) {
        return null;
    }

    @Override
    public ModelRequest format(Signature signature, List<Demo> demos, Fields inputs) {
        InputCheck.check(signature, inputs);
        var known = prepared(signature);
        var messages = new ArrayList<Message>();
        messages.add(known.system());
        addDemos(messages, signature, demos, known.pictures());
        if (known.history() != null) {
            var past = inputs.get(known.history().name());
            if (past != null) addHistory(messages, known, past);
        }
        var last = user(known.asked(), inputs, "", null, known.request());
        if (!last.isEmpty()) messages.add(turn(last, known.pictures()));
        return new ModelRequest(messages, Sampling.UNSET, List.of(), known.responseFormat());
    }

    private Prepared prepared(Signature signature) {
        var known = prepared.get(signature);
        if (known != null) return known;
        if (prepared.size() >= REMEMBERED) prepared.clear();
        var made = prepare(signature);
        prepared.put(signature, made);
        return made;
    }

    private Prepared prepare(Signature signature) {
        var system =
                Template.fill(
                        words().system(),
                        "inputs",
                        text.list(signature.inputs()),
                        "outputs",
                        text.list(signature.outputs()),
                        "inputStructure",
                        structure(signature.inputs(), false),
                        "outputStructure",
                        structure(signature.outputs(), true),
                        "instruction",
                        text.instruction(signature));
        var history =
                signature.inputs().stream()
                        .filter(f -> f.type() instanceof FieldType.History)
                        .findFirst()
                        .orElse(null);
        var asked =
                history == null
                        ? signature
                        : new Signature(
                                signature.inputs().stream().filter(f -> f != history).toList(),
                                signature.outputs(),
                                signature.instruction(),
                                signature.added());
        return new Prepared(
                Message.system(system),
                request(signature),
                history,
                asked,
                Pictures.in(signature),
                responseFormat(signature));
    }

    private String request(Signature signature) {
        var outputs =
                signature.outputs().stream()
                        .map(f ->
                                Template.fill(
                                        words().field(), "name", f.name(), "hint", hint(f.type())))
                        .collect(Collectors.joining(words().separator()));
        return Template.fill(words().request(), "outputs", outputs, "nested", nested(signature));
    }

    private String hint(FieldType type) {
        return type instanceof FieldType.Text || words().hint().isEmpty()
                ? ""
                : Template.fill(words().hint(), "type", text.typeName(type));
    }

    private void addDemos(
            List<Message> messages, Signature signature, List<Demo> demos, boolean pictures) {
        var missing = Json.text(framing.demos().missingOutput());
        for (var complete : new boolean[] {false, true}) {
            for (var demo : demos) {
                var shown = demo.values();
                if (isComplete(signature, shown) != complete) continue;
                if (!complete && !teaches(signature, shown)) continue;
                var prefix = complete ? "" : framing.demos().incomplete();
                var placeholder = complete ? null : framing.demos().missingInput();
                messages.add(turn(user(signature, shown, prefix, placeholder, ""), pictures));
                messages.add(Message.assistant(assistant(signature.outputs(), shown, missing)));
            }
        }
    }

    private static boolean isComplete(Signature signature, Fields values) {
        for (var field : signature.inputs()) if (!values.has(field.name())) return false;
        for (var field : signature.outputs()) if (!values.has(field.name())) return false;
        return true;
    }

    /** Has at least one input and one output. */
    private static boolean teaches(Signature signature, Fields values) {
        return signature.inputs().stream().anyMatch(f -> values.get(f.name()) != null)
                && signature.outputs().stream().anyMatch(f -> values.get(f.name()) != null);
    }

    private void addHistory(List<Message> messages, Prepared known, JsonNode past) {
        var words = framing.demos().missingTurnOutput();
        var missing = words == null ? Json.tree(null) : Json.text(words);
        for (var turn : past.path("messages")) {
            var values = Fields.of(turn);
            var asks =
                    framing.demos().turnsAsk()
                            && known.asked().inputs().stream()
                                    .anyMatch(f -> values.get(f.name()) != null);
            var asked = user(known.asked(), values, "", null, asks ? known.request() : "");
            if (!asked.isEmpty()) messages.add(turn(asked, known.pictures()));
            var answer = assistant(known.asked().outputs(), values, missing);
            if (!answer.isEmpty()) messages.add(Message.assistant(answer));
        }
    }

    private static Message turn(String text, boolean pictures) {
        return pictures ? Pictures.turn(text) : Message.user(text);
    }

    private String user(
            Signature signature,
            Fields values,
            String prefix,
            @Nullable String placeholder,
            String request) {
        var parts = new ArrayList<String>();
        if (!prefix.isEmpty()) parts.add(prefix);
        for (var field : signature.inputs()) {
            var value = values.get(field.name());
            if (value == null
                    && placeholder != null
                    && !(field.type() instanceof FieldType.History)) {
                value = Json.text(placeholder);
            }
            if (value != null) parts.add(section(field, value));
        }
        if (!request.isEmpty()) parts.add(request);
        return PythonText.strip(String.join("\n\n", parts));
    }

    /** A value as it stands in a section. */
    static String display(Field field, JsonNode value) {
        if (value.isArray() && field.type() instanceof FieldType.Text) return numbered(value);
        return PythonText.display(Pictures.marked(field.type(), value));
    }

    /** Several passages for one text field: a numbered line each. */
    private static String numbered(JsonNode list) {
        if (list.isEmpty()) return "N/A";
        if (list.size() == 1) return passage(list.get(0));
        var lines = new ArrayList<String>();
        for (var item : list) lines.add("[" + (lines.size() + 1) + "] " + passage(item));
        return String.join("\n", lines);
    }

    private static String passage(JsonNode item) {
        var words = PythonText.display(item);
        var plain = words.indexOf('\n') < 0 && words.indexOf('«') < 0 && words.indexOf('»') < 0;
        return plain ? "«" + words + "»" : "«««\n    " + words.replace("\n", "\n    ") + "\n»»»";
    }

    /** Fills in what the model left out, or says what is missing. */
    Fields complete(Signature signature, Fields read, String completion) {
        var all = Fields.EMPTY;
        var missing = new ArrayList<String>();
        for (var field : signature.outputs()) {
            var value = read.get(field.name());
            if (value == null) value = field.fallback();
            if (value == null && field.type() instanceof FieldType.Optional)
                value = Json.tree(null);
            if (value == null) missing.add(field.name() + " (" + text.typeName(field.type()) + ")");
            else all = all.with(field.name(), value);
        }
        if (missing.isEmpty()) return all;
        throw new AdapterParseException(
                "completion: no value for "
                        + String.join(", ", missing)
                        + "; found "
                        + (read.values().isEmpty() ? "no field" : read.values().keySet())
                        + " in: "
                        + excerpt(completion),
                completion,
                read);
    }

    /** One field's value from what the model wrote for it. */
    JsonNode value(Field field, JsonNode written, String completion, Fields read) {
        try {
            return values.parse(field, written);
        } catch (MismatchException e) {
            throw new AdapterParseException(
                    "field '"
                            + field.name()
                            + "': expected "
                            + PythonTypes.name(field.type())
                            + ", "
                            + e.getMessage(),
                    completion,
                    read);
        }
    }

    static String excerpt(String text) {
        return text.length() <= 200 ? "'" + text + "'" : "'" + text.substring(0, 200) + "...'";
    }
}
