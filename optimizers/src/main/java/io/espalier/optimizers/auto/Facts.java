package io.espalier.optimizers.auto;

import io.espalier.optimizers.Evaluation;
import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.fewshot.LabeledDemos;
import io.espalier.optimizers.propose.Case;
import io.espalier.optimizers.propose.ProgramOutline;
import io.espalier.optimizers.propose.Reflection;
import io.espalier.optimizers.race.Affordable;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a choice of optimizer depends on.
 *
 * @param validation number of validation examples
 * @param predictors of the program
 * @param calls metric calls that the budget still covers; {@link Long#MAX_VALUE} without a limit
 * @param feedback whether the metric has words on a wrong answer, be it only what was expected, as
 *     {@code exact} has
 * @param answers whether any answer can be used, of the unoptimized program or with labelled demos
 * @param reflects whether the reflection model answers a request for an instruction with one
 */
record Facts(
        int validation,
        int predictors,
        long calls,
        boolean feedback,
        boolean answers,
        boolean reflects) {
    /** Training examples that are looked at. */
    private static final int LOOK = 6;

    /** Metric calls that the look leaves beside one scoring of a candidate. */
    private static final int LEAST_LEFT = 4;

    /** Stream of their draw; 0 draws the examples, and 1 is a race's. */
    private static final int SHOWN = 2;

    /** Labelled ones that show what an answer looks like. */
    private static final int DEMOS = 4;

    /** Requests for an instruction, of which one has to be answered with one. */
    private static final int DRAWS = 2;

    static Facts of(ProgramDefinition program, Study study, RandomStreams streams) {
        long calls = Affordable.metricCalls(study.budget());
        // The look must not eat what scores the result.
        long spare = Math.max(0, calls - study.validation().size() - LEAST_LEFT);
        int look = (int) Math.min(Math.min(LOOK, study.training().size()), spare);
        var examples = Shuffled.sample(study.training(), look, streams.stream(0));
        var seen = study.evaluate(ProgramState.EMPTY, examples);
        var answers = answers(study, seen, streams);
        return new Facts(
                study.validation().size(),
                program.predictors().size(),
                Affordable.metricCalls(study.budget()),
                feedback(seen),
                answers,
                look > 0 && answers && reflects(program, study, seen));
    }

    /**
     * A few failures may be bad luck; the runs on all validation examples are known already. Where
     * those failed, too, labelled demos may show the model what an answer looks like.
     */
    private static boolean answers(Study study, Evaluation seen, RandomStreams streams) {
        if (!seen.noneUsable()) return true;
        if (!study.evaluate(ProgramState.EMPTY, study.validation()).noneUsable()) return true;
        var shown =
                LabeledDemos.state(
                        study.program(),
                        ProgramState.EMPTY,
                        study.training(),
                        DEMOS,
                        streams.stream(SHOWN));
        return study.covered(List.of(shown), seen.examples()) == 1
                && !study.evaluate(shown, seen.examples()).noneUsable();
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
        var requests =
                IntStream.rangeClosed(1, DRAWS)
                        .mapToObj(draw ->
                                new Reflection.Request(ProgramState.EMPTY, predictor, cases, draw))
                        .toList();
        var now = ProgramOutline.instruction(predictor, ProgramState.EMPTY);
        return Reflection.instructions(study, requests).stream()
                .flatMap(Optional::stream)
                .anyMatch(text -> !text.equals(now));
    }
}
