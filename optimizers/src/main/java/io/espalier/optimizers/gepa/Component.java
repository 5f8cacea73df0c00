package io.espalier.optimizers.gepa;

import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.PredictorState;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of a program's state that is changed, inherited and merged as a whole. */
sealed interface Component {

    /** The value in a state; equal values are the same component text. */
    Object value(ProgramState state);

    /** {@code target} with this component as {@code source} has it. */
    ProgramState copy(ProgramState source, ProgramState target);

    /** The instruction of one predictor. */
    record Instruction(String path) implements Component {
        @Override
        public Object value(ProgramState state) {
            return Optional.ofNullable(state.of(path).instruction());
        }

        @Override
        public ProgramState copy(ProgramState source, ProgramState target) {
            return put(
                    target, path, target.of(path).withInstruction(source.of(path).instruction()));
        }
    }

    /** The demos of all predictors: they come from the same runs, and belong together. */
    record Demos(List<String> paths) implements Component {
        public Demos {
            paths = List.copyOf(paths);
        }

        @Override
        public Object value(ProgramState state) {
            Map<String, List<Demo>> demos = new LinkedHashMap<>();
            for (var path : paths) demos.put(path, state.of(path).demos());
            return demos;
        }

        @Override
        public ProgramState copy(ProgramState source, ProgramState target) {
            var copy = target;
            for (var path : paths) {
                copy = put(copy, path, copy.of(path).withDemos(source.of(path).demos()));
            }
            return copy;
        }
    }

    /** All of a program's components: its predictors' instructions in order, then the demos. */
    static List<Component> of(ProgramDefinition program) {
        var components = new ArrayList<Component>();
        for (var predictor : program.predictors()) {
            components.add(new Instruction(predictor.path()));
        }
        components.add(demos(program));
        return components;
    }

    static Demos demos(ProgramDefinition program) {
        return new Demos(program.predictors().stream().map(p -> p.path()).toList());
    }

    /** A predictor that learned nothing has no entry, so that equal learning is equal. */
    static ProgramState put(ProgramState state, String path, PredictorState learned) {
        return state.of(path).equals(learned) ? state : state.with(path, learned);
    }

    /** The components in which two states differ. */
    static List<Component> changed(List<Component> all, ProgramState from, ProgramState to) {
        return all.stream().filter(c -> !c.value(from).equals(c.value(to))).toList();
    }
}
