package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.Shuffled;
import io.espalier.signatures.Field;
import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Examples as demos of one predictor: of an example's fields, those that the predictor's signature
 * has. Labels may lack fields, such as reasoning or the output of a step in the middle; an example
 * without a single input or a single output of the predictor makes no demo.
 */
public final class LabeledDemos {
    private LabeledDemos() {}

    public static List<Demo> sample(
            Predictor predictor, List<Example> examples, int count, RandomGenerator random) {
        var usable = examples.stream().filter(e -> usable(predictor, e)).toList();
        return Shuffled.sample(usable, Math.clamp(count, 0, usable.size()), random).stream()
                .map(e -> of(predictor, e))
                .toList();
    }

    /** {@code base} with {@linkplain #sample samples} in place of its own demos. */
    public static ProgramState state(
            ProgramDefinition program,
            ProgramState base,
            List<Example> examples,
            int count,
            RandomGenerator random) {
        return state(program, base, predictor -> sample(predictor, examples, count, random));
    }

    /**
     * {@code base} with other demos in place of its own.
     *
     * @param demos what a predictor gets; asked in the predictors' order
     */
    public static ProgramState state(
            ProgramDefinition program, ProgramState base, Function<Predictor, List<Demo>> demos) {
        var state = base;
        for (var predictor : program.predictors()) {
            var own = demos.apply(predictor);
            state = state.change(predictor.path(), p -> p.withDemos(own));
        }
        return state;
    }

    public static Demo of(Predictor predictor, Example example) {
        return Demo.labelled(example.fields().only(predictor.signature().fields()));
    }

    /** The demos without what {@code example} itself would give: it must not see its answer. */
    public static List<Demo> without(Predictor predictor, List<Demo> demos, Example example) {
        var own = of(predictor, example);
        return demos.stream().filter(demo -> !demo.equals(own)).toList();
    }

    /** Whether the example has all inputs of the predictor, and some output. */
    public static boolean complete(Predictor predictor, Example example) {
        return usable(predictor, example)
                && predictor.signature().inputs().stream()
                        .allMatch(field -> example.fields().has(field.name()));
    }

    static boolean usable(Predictor predictor, Example example) {
        var signature = predictor.signature();
        return hasAny(example.fields(), signature.inputs())
                && hasAny(example.fields(), signature.outputs());
    }

    private static boolean hasAny(Fields fields, List<Field> wanted) {
        return wanted.stream().anyMatch(field -> fields.has(field.name()));
    }
}
