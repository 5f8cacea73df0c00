package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.sampler.Assignment;
import io.espalier.optimizers.sampler.Dimension;
import io.espalier.optimizers.sampler.Space;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a program can be put together from: for every predictor some instructions, the first of them
 * its own, and some demo sets, the first of them empty. Only grows, so that an index keeps its
 * meaning.
 */
final class Choices {
    private final ProgramDefinition program;
    private final Map<String, List<@Nullable String>> instructions = new LinkedHashMap<>();
    private final Map<String, List<List<Demo>>> demoSets = new LinkedHashMap<>();

    Choices(ProgramDefinition program) {
        this.program = program;
        for (var predictor : program.predictors()) {
            var own = new ArrayList<@Nullable String>();
            own.add(null);
            instructions.put(predictor.path(), own);
            var none = new ArrayList<List<Demo>>();
            none.add(List.of());
            demoSets.put(predictor.path(), none);
        }
    }

    List<Predictor> predictors() {
        return program.predictors();
    }

    /**
     * @return its index, which is an earlier one when there was the same before
     */
    int addInstruction(Predictor predictor, String instruction) {
        if (instruction.equals(predictor.signature().instruction())) return 0;
        return add(instructions(predictor), instruction);
    }

    int addDemos(Predictor predictor, List<Demo> demos) {
        return add(demoSets(predictor), List.copyOf(demos));
    }

    /** Adds one more, even if it is there already. */
    void appendInstruction(Predictor predictor, String instruction) {
        instructions(predictor).add(instruction);
    }

    void appendDemos(Predictor predictor, List<Demo> demos) {
        demoSets(predictor).add(List.copyOf(demos));
    }

    int instructionCount(Predictor predictor) {
        return instructions(predictor).size();
    }

    int demoSetCount(Predictor predictor) {
        return demoSets(predictor).size();
    }

    private static <T extends @Nullable Object> int add(List<T> list, T item) {
        int at = list.indexOf(item);
        if (at >= 0) return at;
        list.add(item);
        return list.size() - 1;
    }

    /** One dimension for the instruction and one for the demo set of every predictor. */
    Space space() {
        var dimensions = new LinkedHashMap<String, Dimension>();
        for (var predictor : program.predictors()) {
            dimensions.put(
                    instruction(predictor),
                    Dimension.Categorical.of(instructions(predictor).size()));
            dimensions.put(demos(predictor), Dimension.Categorical.of(demoSets(predictor).size()));
        }
        return new Space(dimensions);
    }

    /** The program as it is: every index is 0. */
    Assignment original() {
        var values = new LinkedHashMap<String, Double>();
        space().names().forEach(name -> values.put(name, 0.0));
        return new Assignment(values);
    }

    ProgramState state(Assignment assignment) {
        var state = ProgramState.EMPTY;
        for (var predictor : program.predictors()) {
            var instruction = instructions(predictor).get(assignment.index(instruction(predictor)));
            var demos = demoSets(predictor).get(assignment.index(demos(predictor)));
            if (instruction == null && demos.isEmpty()) continue;
            state =
                    state.change(
                            predictor.path(), p -> p.withInstruction(instruction).withDemos(demos));
        }
        return state;
    }

    /** Such as {@code ask: instruction 2, demos 4; answer: instruction 0, demos 1}. */
    String describe(Assignment assignment) {
        var parts = new ArrayList<String>();
        for (var predictor : program.predictors()) {
            parts.add(
                    predictor.path()
                            + ": instruction "
                            + assignment.index(instruction(predictor))
                            + ", demos "
                            + assignment.index(demos(predictor)));
        }
        return String.join("; ", parts);
    }

    /** The dimension's name. */
    static String instruction(Predictor predictor) {
        return predictor.path() + " instruction";
    }

    static String demos(Predictor predictor) {
        return predictor.path() + " demos";
    }

    private List<@Nullable String> instructions(Predictor predictor) {
        return instructions.getOrDefault(predictor.path(), List.of());
    }

    private List<List<Demo>> demoSets(Predictor predictor) {
        return demoSets.getOrDefault(predictor.path(), List.of());
    }
}
