package io.espalier.optimizers.knn;

import io.espalier.optimizers.NotEnoughExamples;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.fewshot.Bootstrap;
import io.espalier.optimizers.fewshot.BootstrapSettings;
import io.espalier.optimizers.fewshot.LabeledDemos;
import io.espalier.optimizers.race.Affordable;
import io.espalier.optimizers.race.Contest;
import io.espalier.optimizers.race.Finals;
import io.espalier.optimizers.race.Knockout;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows with every input the demos whose inputs are most like it.
 *
 * <p><b>Idea.</b> What helps with one input need not help with the next; an example like the one at
 * hand mostly does (Liu et al., 2022, "What makes good in-context examples for GPT-3?", arXiv
 * 2101.06804).
 *
 * <p><b>Steps.</b>
 *
 * <ol>
 *   <li><i>Pool.</i> Run the program once over the first {@code pool} training examples, with
 *       {@code max-labeled} labelled demos, the example's own label left out. A run that scores at
 *       least {@code metric-threshold} gives each predictor a demo per call; a failed example is
 *       tried {@code max-rounds} times in all. An example whose run is not fully right is a demo by
 *       its labels instead, of predictors whose inputs it has.
 *   <li><i>Candidates.</i> The {@code k} nearest of this pool; half and a quarter as many; and the
 *       same of a pool of labels alone, which are short and always right, but show no reasoning.
 *       Predictors that labels say nothing about keep their runs.
 *   <li><i>Choice.</i> The candidates compete on training examples by {@linkplain Knockout
 *       successive halving}, and the best three meet in the {@link Finals} on the validation set. A
 *       run that is scored on an example is never shown a demo that was made from it, of any
 *       predictor, so training examples tell as much as others. Where the budget does not cover a
 *       first round of the halving, the {@code k} nearest of the first pool are the result.
 * </ol>
 *
 * <p>The state keeps the pool and says how many are shown, so it runs wherever states run, and
 * nothing is bootstrapped again when it does. It travels with the jobs: what does not fit into
 * {@value #ROOM} bytes of JSON is left out, later training examples first.
 *
 * <p><b>Likeness.</b> By default by letters and words: cosine of tf-idf over words and runs of
 * three to five letters. That is honest about spelling and blind to meaning: a paraphrase in other
 * words is far, a template with another name near. With {@code embedding: MODEL} it is the cosine
 * of that model's vectors, from the {@code /embeddings} of the task's endpoint; the pool's are
 * computed once and kept in the state, and each run embeds its inputs, one call per predictor's
 * call (within a study, one per text).
 *
 * <p><b>Parameters.</b> {@code k} (8 demos per predictor at most), {@code pool} (200 examples at
 * most), {@code max-labeled} (8), {@code max-rounds} (1), {@code metric-threshold} (0.5), {@code
 * teacher} (task), {@code embedding} (none).
 *
 * <p><b>Cost.</b> n = min(pool, |training|) x max-rounds metric calls at most for the pool, about 3
 * |training| for the halving, up to 3 |validation| + 2 |training| for the finals. With an embedding
 * model, a call per distinct text. A budget that covers less makes pool and halving smaller.
 *
 * <p><b>Source.</b> DSPy's {@code KNNFewShot}, which bootstraps anew for every request, among the k
 * nearest: k or more extra calls before each answer, and no program that could be saved. That
 * schedule is a request's, not a study's, so there is no parity with it.
 */
public record KnnFewShot(int k, int pool, BootstrapSettings settings, @Nullable String embedding)
        implements Optimizer {
    public static final int DEFAULT_K = 8;
    public static final int DEFAULT_POOL = 200;
    private static final int FINALISTS = 3;

    /** Most bytes that the pools of a state take: it travels with every portion of jobs. */
    private static final long ROOM = 384 << 10;

    public KnnFewShot {
        if (k < 1) throw new IllegalArgumentException("k: " + k + " (expected: at least 1)");
        if (pool < 1) {
            throw new IllegalArgumentException("pool: " + pool + " (expected: at least 1)");
        }
    }

    @Override
    public ProgramState optimize(ProgramDefinition program, Study study) {
        if (study.training().isEmpty()) {
            throw new NotEnoughExamples("knn-few-shot: no training examples (needs 1)");
        }
        var embedder = embedding == null ? null : new Embedder(study, embedding);
        var random = RandomStreams.of(study.random().nextLong());
        var examples = study.training().subList(0, size(study));
        var whole = settings.withMaxBootstrapped(examples.size());
        var walk = new Bootstrap(program, ProgramState.EMPTY, examples, whole, random);
        Bootstrap.walk(study, List.of(walk));

        var runs = new ArrayList<DemoPool>();
        var labels = new ArrayList<DemoPool>();
        for (var predictor : program.predictors()) {
            var mixed = DemoPool.ofRuns(program, predictor, examples, walk.successes());
            var labelled = DemoPool.ofLabels(program, predictor, examples);
            runs.add(mixed);
            labels.add(labelled.demos().isEmpty() ? mixed : labelled);
        }
        var contest = new Contest(study);
        enter(contest, "runs and labels", runs, embedder);
        enter(contest, "labels", labels, embedder);
        if (contest.entrants().isEmpty()) return ProgramState.EMPTY;
        var order = Shuffled.of(study.training(), random);
        return Finals.decide(contest, FINALISTS, () -> compete(contest, order)).state();
    }

    /** As many examples as the budget covers beside the result's scoring. */
    private int size(Study study) {
        long covered = Affordable.metricCalls(study.budget()) - study.validation().size();
        int most = Math.min(pool, study.training().size());
        most = (int) Math.clamp(covered / settings.maxRounds(), 1, most);
        return Math.max(1, taught(study, most));
    }

    /** On how many examples a run with the teacher's demos is covered; others are about as long. */
    private int taught(Study study, int most) {
        var program = study.program();
        var shown = study.training().subList(0, Math.min(k, study.training().size()));
        var teacher =
                LabeledDemos.state(
                        program,
                        ProgramState.EMPTY,
                        p -> shown.stream().map(e -> LabeledDemos.of(p, e)).toList());
        var jobs = study.scorings(List.of(teacher), study.training().subList(0, most));
        try (var _ = study.keep(study.validation().size())) {
            return study.covered(jobs);
        }
    }

    /** One pool per predictor, under each number of demos. */
    private void enter(
            Contest contest, String label, List<DemoPool> pools, @Nullable Embedder embedder) {
        var shown =
                pools.stream()
                        .filter(pool -> !pool.demos().isEmpty())
                        .map(pool -> embedder == null ? pool : embedder.embedded(pool))
                        .map(pool -> pool.within(ROOM / pools.size()))
                        .toList();
        if (shown.isEmpty()) return;
        for (int size : sizes()) {
            var state = ProgramState.EMPTY;
            for (var pool : shown) state = pool.shown(state, size);
            contest.enter(
                    state,
                    "nearest " + size + " of " + label,
                    "shows with every input its likest demos",
                    null);
        }
    }

    /** The number of demos shown, the largest first. */
    private List<Integer> sizes() {
        return Stream.of(k, k / 2, k / 4).filter(size -> size > 0).distinct().toList();
    }

    private static void compete(Contest contest, List<Example> examples) {
        var study = contest.study();
        var first = contest.entrants().getFirst();
        var others = contest.entrants().subList(1, contest.entrants().size());
        long reserve = Finals.reserve(study, FINALISTS);
        long left = Affordable.metricCalls(study.budget()) - reserve;
        int most = Knockout.covered(left, others.size(), examples.size());
        if (others.isEmpty() || most == 0) return;
        Knockout.run(contest, first, List.copyOf(others), examples.subList(0, most));
    }
}
