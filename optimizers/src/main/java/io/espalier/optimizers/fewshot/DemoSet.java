package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.race.Contest;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;

/**
 * Examples to be shown: some by a run of the program, others by their labels.
 *
 * @param runs examples whose run is shown
 * @param labels examples whose labels are
 * @param instead examples whose run is shown to predictors that labels say too little about
 */
record DemoSet(List<Example> runs, List<Example> labels, List<Example> instead) {

    static final DemoSet EMPTY = new DemoSet(List.of(), List.of(), List.of());

    DemoSet {
        runs = List.copyOf(runs);
        labels = List.copyOf(labels);
        instead = List.copyOf(instead);
    }

    /**
     * {@code base} with these demos: for each predictor what it read and wrote in the runs, then
     * labels. Beside runs, which have all inputs, labels without some of them would mislead.
     */
    ProgramState state(ProgramDefinition program, ProgramState base, Stock stock, Contest contest) {
        var state = base;
        for (var predictor : program.predictors()) {
            var demos = new ArrayList<Demo>();
            add(demos, predictor, runs, stock, contest);
            var usable =
                    labels.stream().filter(e -> usable(predictor, e, demos.isEmpty())).toList();
            for (var example : usable) {
                demos.add(from(example, LabeledDemos.of(predictor, example), contest));
            }
            if (usable.isEmpty()) add(demos, predictor, instead, stock, contest);
            if (!demos.isEmpty()) state = state.change(predictor.path(), p -> p.withDemos(demos));
        }
        return state;
    }

    private static void add(
            List<Demo> demos,
            Predictor predictor,
            List<Example> examples,
            Stock stock,
            Contest contest) {
        for (var example : examples) {
            TraceDemos.of(stock.trace(example), predictor.path())
                    .ifPresent(demo -> demos.add(from(example, demo, contest)));
        }
    }

    private static Demo from(Example example, Demo demo, Contest contest) {
        contest.origin(demo, example);
        return demo;
    }

    private static boolean usable(Predictor predictor, Example example, boolean alone) {
        return alone
                ? LabeledDemos.usable(predictor, example)
                : LabeledDemos.complete(predictor, example);
    }
}
