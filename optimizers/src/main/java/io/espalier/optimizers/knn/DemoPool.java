package io.espalier.optimizers.knn;

import io.espalier.optimizers.fewshot.LabeledDemos;
import io.espalier.optimizers.fewshot.TraceDemos;
import io.espalier.optimizers.propose.Evidence;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.DemoVectors;
import io.espalier.signatures.program.NearestDemos;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All demos that one predictor could show, and what they were made from.
 *
 * @param origins per demo, the mark of its example
 * @param vectors null for likeness by letters and words
 */
record DemoPool(
        Predictor predictor,
        List<Demo> demos,
        List<String> origins,
        @Nullable DemoVectors vectors) {

    /** What JSON takes around a demo, in bytes. */
    private static final int ENTRY = 50;

    DemoPool {
        demos = List.copyOf(demos);
        origins = List.copyOf(origins);
    }

    /** The state in which {@code k} of these are shown with each input. */
    ProgramState shown(ProgramState state, int k) {
        var nearest = new NearestDemos(k, origins, vectors);
        return state.change(predictor.path(), p -> p.withDemos(demos, nearest));
    }

    DemoPool withVectors(DemoVectors made) {
        return new DemoPool(predictor, demos, origins, made);
    }

    /** The first demos, as many as fit into so many bytes of a state. */
    DemoPool within(long bytes) {
        int count = 0;
        long taken = 0;
        while (count < demos.size()) {
            taken += size(count);
            if (taken > bytes) break;
            count++;
        }
        if (count == demos.size()) return this;
        var fewer =
                vectors == null
                        ? null
                        : new DemoVectors(vectors.model(), vectors.vectors().subList(0, count));
        return new DemoPool(predictor, demos.subList(0, count), origins.subList(0, count), fewer);
    }

    private long size(int at) {
        long values = Json.write(demos.get(at).values().toJson()).length();
        long vector = vectors == null ? 0 : vectors.vectors().get(at).length();
        return values + origins.get(at).length() + vector + ENTRY;
    }

    /**
     * What the predictor read and wrote in right runs; of other examples their labels, where they
     * have all that the predictor reads, else what it did in a run that was partly right.
     *
     * @param runs that are good enough to be shown, by the place of their example
     */
    static DemoPool ofRuns(
            ProgramDefinition program,
            Predictor predictor,
            List<Example> examples,
            Map<Integer, Outcome> runs) {
        var pool = new Builder(program, predictor);
        for (int i = 0; i < examples.size(); i++) {
            var example = examples.get(i);
            var run = runs.get(i);
            var right = run != null && run.answer() >= Evidence.RIGHT;
            if (!right && LabeledDemos.complete(predictor, example)) {
                pool.add(example, LabeledDemos.of(predictor, example));
            } else if (run != null) {
                for (var demo : TraceDemos.all(run.trace(), predictor.path())) {
                    pool.add(example, demo);
                }
            }
        }
        return pool.build();
    }

    /** The labels of examples that have all that the predictor reads. */
    static DemoPool ofLabels(
            ProgramDefinition program, Predictor predictor, List<Example> examples) {
        var pool = new Builder(program, predictor);
        for (var example : examples) {
            if (!LabeledDemos.complete(predictor, example)) continue;
            pool.add(example, LabeledDemos.of(predictor, example));
        }
        return pool.build();
    }

    private static final class Builder {
        private final ProgramDefinition program;
        private final Predictor predictor;
        private final List<Demo> demos = new ArrayList<>();
        private final List<String> origins = new ArrayList<>();
        private final HashSet<Demo> known = new HashSet<>();

        Builder(ProgramDefinition program, Predictor predictor) {
            this.program = program;
            this.predictor = predictor;
        }

        void add(Example example, Demo demo) {
            if (!known.add(demo)) return;
            demos.add(demo);
            var inputs = example.fields().only(program.signature().inputs());
            origins.add(NearestDemos.origin(inputs));
        }

        DemoPool build() {
            return new DemoPool(predictor, demos, origins, null);
        }
    }
}
