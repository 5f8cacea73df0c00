package io.espalier.signatures.program;

import io.espalier.signatures.Fields;
import io.espalier.signatures.RecordSignatures;
import io.espalier.signatures.Signature;
import io.espalier.signatures.json.Json;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A Java {@link Program} as a definition: predictors by the names of its fields, records as fields.
 */
public final class JavaProgram<I extends Record, O extends Record> implements ProgramDefinition {
    private final Program<I, O> program;
    private final Class<I> input;
    private final Signature signature;
    private final List<Predictor> predictors;
    private final JsonNode document;

    private JavaProgram(Program<I, O> program, Class<I> input, Class<O> output, @Nullable Jar jar) {
        this.program = program;
        this.input = input;
        this.signature = RecordSignatures.of(input, output, null);
        this.predictors = bind(program);
        var node = Json.object().put("java", program.getClass().getName());
        if (jar != null) node.put("jar", jar.path()).put("sha256", jar.sha256());
        this.document = node;
    }

    /**
     * @throws IllegalArgumentException when the program has no predictors, or its types are no
     *     records
     */
    public static <I extends Record, O extends Record> JavaProgram<I, O> of(Program<I, O> program) {
        return of(program, null);
    }

    /**
     * Loads a class with a constructor without parameters.
     *
     * @param jar where the class and what it needs lie; null for the class path
     * @throws IllegalArgumentException saying what is wrong with class or jar
     */
    static JavaProgram<?, ?> load(String className, @Nullable String jar) {
        var read = jar == null ? null : Jar.at(jar);
        var classes = read == null ? JavaProgram.class.getClassLoader() : read.classes();
        try {
            var made = classes.loadClass(className).getDeclaredConstructor().newInstance();
            if (!(made instanceof Program<?, ?> program)) {
                throw new IllegalArgumentException(
                        "'" + className + "' does not implement " + Program.class.getName());
            }
            return unchecked(program, read);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "there is no class '"
                            + className
                            + "' "
                            + (jar == null ? "on the class path: name its jar" : "in " + jar),
                    e);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "'" + className + "' has no constructor without parameters", e);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "'" + className + "' cannot be made: " + e.getCause(), e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalArgumentException("'" + className + "' cannot be made: " + e, e);
        }
    }

    @SuppressWarnings("unchecked") // the type arguments are read from the class itself just below
    private static <I extends Record, O extends Record> JavaProgram<I, O> unchecked(
            Program<?, ?> program, @Nullable Jar jar) {
        return of((Program<I, O>) program, jar);
    }

    @SuppressWarnings("unchecked") // each class is the very type argument
    private static <I extends Record, O extends Record> JavaProgram<I, O> of(
            Program<I, O> program, @Nullable Jar jar) {
        for (var type : program.getClass().getGenericInterfaces()) {
            if (type instanceof ParameterizedType p
                    && p.getRawType() == Program.class
                    && p.getActualTypeArguments()[0] instanceof Class<?> in
                    && p.getActualTypeArguments()[1] instanceof Class<?> out
                    && in.isRecord()
                    && out.isRecord()) {
                return new JavaProgram<>(program, (Class<I>) in, (Class<O>) out, jar);
            }
        }
        throw new IllegalArgumentException(
                program.getClass().getName()
                        + " must implement Program<In, Out> directly, with two records");
    }

    private static List<Predictor> bind(Program<?, ?> program) {
        var found = new ArrayList<Predictor>();
        for (var field : program.getClass().getDeclaredFields()) {
            if (field.getType() != Predict.class) continue;
            try {
                field.setAccessible(true);
                if (field.get(program) instanceof Predict<?, ?> predict)
                    found.add(predict.bind(field.getName()));
            } catch (IllegalAccessException e) {
                throw new IllegalArgumentException(
                        "cannot read the field '" + field.getName() + "'", e);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    program.getClass().getName()
                            + " has no field of type Predict: there is nothing to optimize");
        }
        return List.copyOf(found);
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public List<Predictor> predictors() {
        return predictors;
    }

    @Override
    public Fields run(Fields inputs) {
        var output = program.run(RecordFields.record(inputs, input));
        return RecordFields.fields(output);
    }

    @Override
    public JsonNode document() {
        return document;
    }
}
