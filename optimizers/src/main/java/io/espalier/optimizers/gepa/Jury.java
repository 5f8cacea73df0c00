package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.race.Informative;
import io.espalier.optimizers.race.Race;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Scores children on the validation set, side by side. In a race, one that is clearly worse than
 * the best candidate so far stops early; what it was scored on until then is not used: the front
 * compares candidates that were all asked the same. Examples on which the candidates disagree come
 * first.
 */
final class Jury {
    private final Study study;
    private final Pool pool;
    private final boolean race;
    private final List<Example> order;

    Jury(Study study, Pool pool, boolean race, RandomGenerator random) {
        this.study = study;
        this.pool = pool;
        this.race = race;
        // The data may be sorted, by label for instance: its first part would mislead.
        this.order = Shuffled.of(study.validation(), random);
    }

    /** Those that were scored on all of it, with their evaluation in the data's order. */
    List<Evaluation> judge(List<ProgramState> states) {
        if (states.isEmpty()) return List.of();
        if (!race) return study.evaluateAll(states, study.validation());
        var best = pool.best().validation();
        var contest = new Race(study, Informative.first(order, pool::scores), Race.ALPHA);
        var finished = new ArrayList<ProgramState>();
        for (var standing : contest.against(best, states)) {
            if (standing.finished()) finished.add(standing.state());
        }
        return study.evaluateAll(finished, study.validation());
    }
}
