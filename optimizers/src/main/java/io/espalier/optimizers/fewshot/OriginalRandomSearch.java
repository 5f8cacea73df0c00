package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Study;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;

/**
 * The schedule of DSPy's BootstrapFewShotWithRandomSearch 3.4.1, seeds -3 to 15.
 *
 * <p>Candidates, in this order: no demos; {@code max-labeled} labelled demos; a bootstrap along the
 * training examples as they come; then {@code candidates} bootstraps, each along an order of its
 * own and with a size of its own, drawn from 1 to {@code max-bootstrapped}. With the default of 16
 * that makes 19. Each is scored on the whole validation set; only a strictly higher score replaces
 * the best. With a score to stop at, the search ends at the first candidate that reaches it.
 *
 * <p>Nothing that one candidate draws depends on another, so bootstraps and scorings run side by
 * side, and the result is that of running them one after the other. While a limit on metric calls
 * might end the search, only as many candidates run ahead as it covers at worst; under other limits
 * at most four.
 *
 * <p>Instructions to choose from, which the original does not have, are tried as in {@link
 * BootstrapRandomSearch}, by whole scorings.
 */
final class OriginalRandomSearch {
    private final Study study;
    private final Leaderboard board;
    private final DemoSets demoSets;
    private final InstructionChoice choice;
    private final Instructions instructions;

    OriginalRandomSearch(ProgramDefinition program, Study study, BootstrapRandomSearch search) {
        this.study = study;
        this.instructions = search.instructions();
        this.board = new Leaderboard(study, search.stopAtScore());
        this.demoSets = new DemoSets(program, study, search.candidates(), search.settings());
        this.choice = new InstructionChoice(program, board, demoSets);
    }

    ProgramState run() {
        var base = choice.beforeDemos(instructions);
        demoSets.bootstrapped(base, board);
        choice.afterDemos(instructions);

        if (board.stopped()) study.converged(reached(board.best()));
        return board.best().state();
    }

    private static String reached(Candidate best) {
        return "'" + best.label() + "' reached the score to stop at";
    }
}
