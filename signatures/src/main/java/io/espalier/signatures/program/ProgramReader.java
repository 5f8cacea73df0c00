package io.espalier.signatures.program;

import io.espalier.signatures.Field;
import io.espalier.signatures.Signature;
import io.espalier.signatures.SignatureParser;
import io.espalier.signatures.document.Document;
import io.espalier.signatures.document.Section;
import io.espalier.signatures.document.Spelling;
import io.espalier.signatures.document.Violations;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads programs: one module ({@code {module, signature, instruction, fields}}), several steps
 * ({@code {signature, steps}}), or a Java class ({@code {java, jar}}). Every fault becomes a
 * violation.
 */
public final class ProgramReader {
    /** The path of the one predictor of a program without steps. */
    public static final String SINGLE = "predict";

    static final List<String> MODULES = List.of("predict", "chain-of-thought");
    private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern REFERENCE =
            Pattern.compile("(?:([A-Za-z_][A-Za-z0-9_-]*)\\.)?([A-Za-z_][A-Za-z0-9_]*)");

    private final Section section;

    private ProgramReader(Section section) {
        this.section = section;
    }

    /**
     * @return null after a violation
     */
    public static @Nullable ProgramDefinition read(Section section) {
        return new ProgramReader(section).read();
    }

    /**
     * A program from its {@linkplain ProgramDefinition#document document}.
     *
     * @throws io.espalier.signatures.document.InvalidDocument with all its faults
     */
    public static ProgramDefinition read(JsonNode document) {
        var source = Document.withoutLines(document);
        var violations = new Violations(source);
        var program = read(Section.root(source, violations));
        violations.throwIfAny();
        if (program == null)
            throw new IllegalStateException("no program and no violation: " + document);
        return program;
    }

    private @Nullable ProgramDefinition read() {
        if (!section.node().isObject()) return null; // reported by the section
        var before = section.violations().count();
        var program =
                section.has("java")
                        ? java()
                        : section.has("embed")
                                ? new EmbedProgram(section.requiredText("embed"))
                                : section.has("steps") ? steps() : single();
        section.rejectOthers();
        return section.violations().count() == before ? program : null;
    }

    private @Nullable ProgramDefinition java() {
        var name = section.requiredText("java");
        var jar = section.text("jar");
        var hash = section.text("sha256");
        try {
            var program = JavaProgram.load(name, jar);
            if (jar != null
                    && hash != null
                    && !hash.equals(program.document().path("sha256").asString(""))) {
                section.fault("jar", "is not the jar that the program was read from: it changed");
            }
            return program;
        } catch (IllegalArgumentException e) {
            section.fault("java", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable ProgramDefinition single() {
        var predictor = predictor(section, SINGLE);
        if (predictor == null) return null;
        var inputs = new LinkedHashMap<String, Binding>();
        for (var field : predictor.declared().inputs())
            inputs.put(field.name(), new Binding.Latest(field.name()));
        return new DeclarativeProgram(
                predictor.declared(),
                List.of(new Step.Call(SINGLE, predictor, inputs)),
                section.node());
    }

    private static @Nullable Predictor predictor(Section at, String path) {
        var module = at.choice("module", MODULES, "predict");
        var signature = signature(at);
        if (signature == null) return null;
        var kind =
                module.equals("chain-of-thought")
                        ? Predictor.Kind.CHAIN_OF_THOUGHT
                        : Predictor.Kind.PREDICT;
        if (kind == Predictor.Kind.CHAIN_OF_THOUGHT
                && signature.field(Signature.REASONING).isPresent()) {
            at.fault(
                    "signature",
                    "names a field 'reasoning', which chain-of-thought adds itself: leave it out");
            return null;
        }
        return new Predictor(path, kind, signature);
    }

    private static @Nullable Signature signature(Section at) {
        var text = at.requiredText("signature");
        var instruction = at.text("instruction");
        if (text.isBlank()) return null;
        Signature signature;
        try {
            signature = SignatureParser.parse(text, instruction);
        } catch (IllegalArgumentException e) {
            at.fault("signature", String.valueOf(e.getMessage()));
            return null;
        }
        var fields = at.section("fields");
        return fields == null ? signature : described(signature, fields);
    }

    /** {@code fields: {name: "description"}} or {@code {name: {description, private}}}. */
    private static Signature described(Signature signature, Section fields) {
        var changed = new HashMap<String, Field>();
        for (var name : fields.names()) {
            var field = signature.field(name).orElse(null);
            if (field == null) {
                fields.fault(
                        name,
                        "is no field of the signature (fields: "
                                + signature.fields().stream().map(Field::name).toList()
                                + ")");
                continue;
            }
            var value = fields.value(name);
            if (value != null && value.isString()) {
                changed.put(name, field.withDescription(value.stringValue()));
                continue;
            }
            var details = fields.section(name);
            if (details == null) continue;
            var described = field.withDescription(details.text("description"));
            changed.put(name, details.flag("private", false) ? described.asPrivate() : described);
            details.rejectOthers();
        }
        return new Signature(
                signature.inputs().stream().map(f -> changed.getOrDefault(f.name(), f)).toList(),
                signature.outputs().stream().map(f -> changed.getOrDefault(f.name(), f)).toList(),
                signature.instruction());
    }

    private @Nullable ProgramDefinition steps() {
        var whole = signature(section);
        if (whole == null) return null;
        var names = new Names(whole);
        var steps = new ArrayList<Step>();
        var written = section.sections("steps");
        for (var at : written) {
            var step = step(at, names);
            at.rejectOthers();
            if (step != null) steps.add(step);
        }
        if (written.isEmpty()) {
            section.fault("steps", "a program needs at least one step");
            return null;
        }
        for (var output : whole.outputs()) {
            if (!names.written(output.name())) {
                section.fault(
                        "signature",
                        "no step writes the output '"
                                + output.name()
                                + "' (written: "
                                + names.made
                                + ")");
            }
        }
        if (steps.size() < written.size()) return null; // reported by the steps
        return new DeclarativeProgram(whole, steps, section.node());
    }

    private static @Nullable Step step(Section at, Names names) {
        var id = at.requiredText("id");
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            at.fault(
                    "id",
                    "'" + id + "' (expected: letters, digits, _ and -, not starting with a digit)");
        }
        if (!id.isEmpty() && names.outputsByStep.containsKey(id))
            at.fault("id", "'" + id + "' is another step's id");
        var kinds = List.of("signature", "use", "retrieve").stream().filter(at::has).toList();
        if (kinds.size() != 1) {
            at.fault(
                    "a step has one of signature, use and retrieve, this one has "
                            + (kinds.isEmpty() ? "none" : String.join(" and ", kinds)));
            unread(at, id, names);
            return null;
        }
        return switch (kinds.getFirst()) {
            case "retrieve" -> retrieve(at, id, names);
            case "use" -> use(at, id, names);
            default -> call(at, id, predictor(at, id), names);
        };
    }

    private static @Nullable Step use(Section at, String id, Names names) {
        var used = at.requiredText("use");
        var predictor = names.predictors.get(used);
        if (predictor == null && !names.unread.contains(used)) {
            at.fault(
                    "use",
                    "no earlier step '"
                            + used
                            + "' with a predictor"
                            + Spelling.suggestion(used, names.predictors.keySet())
                            + " (earlier: "
                            + String.join(", ", names.predictors.keySet())
                            + ")");
        }
        return call(at, id, predictor, names);
    }

    private static @Nullable Step call(
            Section at, String id, @Nullable Predictor predictor, Names names) {
        if (predictor == null) {
            unread(at, id, names);
            return null;
        }
        var with = at.section("with");
        var inputs = new LinkedHashMap<String, Binding>();
        for (var field : predictor.declared().inputs()) {
            if (with != null && with.has(field.name())) {
                var binding = binding(with, field.name(), names);
                if (binding != null) inputs.put(field.name(), binding);
            } else if (names.known(field.name())) {
                inputs.put(field.name(), new Binding.Latest(field.name()));
            } else {
                at.fault(
                        "the input '"
                                + field.name()
                                + "' has no earlier field of that name: bind it by with: {"
                                + field.name()
                                + ": ...} (known: "
                                + names.all()
                                + ")");
            }
        }
        if (with != null) with.rejectOthers();
        names.predictors.put(id, predictor);
        var outputs = new LinkedHashSet<String>();
        predictor.signature().outputs().forEach(f -> outputs.add(f.name()));
        names.add(id, outputs);
        return new Step.Call(id, predictor, inputs);
    }

    /** What a faulty step binds is looked at all the same; what it would write is not known. */
    private static void unread(Section at, String id, Names names) {
        var with = at.section("with");
        if (with != null) with.names().forEach(name -> binding(with, name, names));
        names.add(id, Set.of());
        names.unread.add(id);
    }

    private static @Nullable Step retrieve(Section at, String id, Names names) {
        names.add(id, Set.of(Step.Retrieve.PASSAGES));
        var details = at.section("retrieve");
        if (details == null) return null;
        var address = address(details);
        Binding query = null;
        if (details.has("query")) query = binding(details, "query", names);
        else details.missing("query", "a reference such as ask.search_query");
        details.rejectOthers();
        return address == null || query == null
                ? null
                : new Step.Retrieve(id, new HttpRetriever(address), query);
    }

    private static @Nullable URI address(Section details) {
        var text = details.requiredText("http");
        if (text.isEmpty()) return null;
        try {
            var uri = new URI(text);
            if (uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())))
                return uri;
        } catch (URISyntaxException e) {
            // reported below
        }
        details.fault("http", "'" + text + "' is no address (expected: http://host:port/path)");
        return null;
    }

    private static @Nullable Binding binding(Section at, String name, Names names) {
        var value = at.value(name);
        if (value == null) return null;
        if (value.isArray()) {
            var parts = new ArrayList<Binding>();
            for (var element : value) {
                var part = reference(at, name, element, names);
                if (part == null) return null;
                parts.add(part);
            }
            return new Binding.Joined(parts);
        }
        return reference(at, name, value, names);
    }

    /** Words are references; an empty text, numbers and {@code {value: ...}} are constants. */
    private static @Nullable Binding reference(
            Section at, String name, JsonNode value, Names names) {
        if (value.isObject() && value.size() == 1 && value.has("value"))
            return new Binding.Constant(value.get("value"));
        if (!value.isString() || value.stringValue().isEmpty()) return new Binding.Constant(value);
        var matcher = REFERENCE.matcher(value.stringValue());
        if (!matcher.matches()) {
            at.fault(
                    name,
                    "'"
                            + value.stringValue()
                            + "' is no reference (expected: field or step.field; for a text: {value: \"...\"})");
            return null;
        }
        var step = matcher.group(1);
        var field = matcher.group(2);
        if (step == null && names.known(field)) return new Binding.Latest(field);
        if (step != null && names.outputsByStep.getOrDefault(step, Set.of()).contains(field)) {
            return new Binding.Of(step, field);
        }
        if (step != null && names.unread.contains(step)) return null;
        at.fault(
                name,
                "nothing before this step is called '"
                        + value.stringValue()
                        + "' (known: "
                        + names.all()
                        + ")");
        return null;
    }

    /** What earlier steps and the program's inputs are called. */
    private static final class Names {
        final Map<String, Predictor> predictors = new LinkedHashMap<>();
        final Map<String, Set<String>> outputsByStep = new LinkedHashMap<>();
        final Set<String> inputs = new LinkedHashSet<>();
        final Set<String> made = new LinkedHashSet<>();

        /** Steps with a fault that hides what they write: nobody is blamed for relying on them. */
        final Set<String> unread = new LinkedHashSet<>();

        Names(Signature whole) {
            whole.inputs().forEach(f -> inputs.add(f.name()));
        }

        void add(String step, Set<String> outputs) {
            outputsByStep.put(step, outputs);
            made.addAll(outputs);
        }

        boolean known(String field) {
            return inputs.contains(field) || written(field);
        }

        boolean written(String field) {
            return made.contains(field) || !unread.isEmpty();
        }

        Set<String> all() {
            var all = new LinkedHashSet<>(inputs);
            outputsByStep.forEach((step, outputs) -> outputs.forEach(f -> all.add(step + "." + f)));
            return all;
        }
    }
}
