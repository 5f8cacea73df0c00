package io.espalier.optimizers.auto;

import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.propose.Case;
import io.espalier.optimizers.propose.ProgramOutline;
import io.espalier.optimizers.propose.Reflection;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;

/**
 * What a choice of optimizer depends on.
 *
 * @param training number of training examples
 * @param validation number of validation examples
 * @param predictors of the program
 * @param calls metric calls that are left; {@link Long#MAX_VALUE} without a limit
 * @param baseline mean score of the unoptimized program on a few training examples
 * @param feedback whether the metric says in words what was wrong
 * @param reflects whether the reflection model answers a request for an instruction with one
 */
record Facts(
        int training,
        int validation,
        int predictors,
        long calls,
        double baseline,
        boolean feedback,
        boolean reflects) {
    /** Training examples that are looked at. */
    private static final int LOOK = 6;

    static Facts of(ProgramDefinition program, Study study, RandomStreams streams) {
        long calls = study.budget().metricCallsLeft();
        int look = (int) Math.min(Math.min(LOOK, study.training().size()), calls);
        var examples = Shuffled.sample(study.training(), look, streams.stream(0));
        var seen = study.evaluate(ProgramState.EMPTY, examples);
        return new Facts(
                study.training().size(),
                study.validation().size(),
                program.predictors().size(),
                study.budget().metricCallsLeft(),
                seen.mean(),
                feedback(seen),
                reflects(program, study, seen));
    }

    private static boolean feedback(Evaluation seen) {
        return seen.outcomes().stream().anyMatch(Facts::explains);
    }

    /** A failure's message is no feedback: only the metric's own words are. */
    private static boolean explains(Outcome outcome) {
        var score = outcome.score();
        return !outcome.failed() && score != null && score.value() < 1 && score.feedback() != null;
    }

    private static boolean reflects(ProgramDefinition program, Study study, Evaluation seen) {
        var predictor = program.predictors().getFirst();
        var cases = new ArrayList<Case>();
        for (int i = 0; i < seen.examples().size(); i++) {
            var example = seen.examples().get(i);
            cases.add(Case.of(program, predictor.path(), example, seen.outcomes().get(i)));
        }
        var request = new Reflection.Request(ProgramState.EMPTY, predictor, cases, 1);
        var now = ProgramOutline.instruction(predictor, ProgramState.EMPTY);
        return Reflection.instructions(study, List.of(request))
                .getFirst()
                .filter(text -> !text.equals(now))
                .isPresent();
    }
}
