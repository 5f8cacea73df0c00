package io.espalier.optimizers.fewshot;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.fewshot.Instructions.Choice;
import io.espalier.optimizers.fewshot.Leaderboard.Entry;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;

/** The steps along the instructions' coordinate: before demos are bootstrapped, and after. */
final class InstructionChoice {
    private final ProgramDefinition program;
    private final Leaderboard board;
    private final DemoSets demoSets;

    InstructionChoice(ProgramDefinition program, Leaderboard board, DemoSets demoSets) {
        this.program = program;
        this.board = board;
        this.demoSets = demoSets;
    }

    /**
     * Scores the program with no demos and with labelled ones, under each instruction.
     *
     * @return the best instructions, without demos
     */
    ProgramState beforeDemos(Instructions instructions) {
        var base = ProgramState.EMPTY;
        var start = board.score(pair("", base));
        double best = mean(start);
        for (var choices : instructions.choices(program)) {
            var from = base;
            var bases = choices.stream().map(choice -> with(from, choice)).toList();
            var entries = new ArrayList<Entry>();
            for (int i = 0; i < bases.size(); i++) {
                entries.addAll(pair(choices.get(i).label() + ", ", bases.get(i)));
            }
            var scored = board.score(entries);
            for (int i = 0; i + 1 < scored.size(); i += 2) {
                double score = mean(scored.subList(i, i + 2));
                if (score > best) {
                    best = score;
                    base = bases.get(i / 2);
                }
            }
        }
        return base;
    }

    /** Tries every other instruction with the best demo set. */
    void afterDemos(Instructions instructions) {
        for (var choices : instructions.choices(program)) {
            if (board.stopped()) return;
            var best = board.best();
            var entries = new ArrayList<Entry>();
            for (var choice : choices) {
                var state = with(best.state(), choice);
                if (state.equals(best.state())) continue;
                entries.add(
                        new Entry(
                                best.label() + ", then " + choice.label(),
                                state,
                                "the best demos under another instruction",
                                List.of(best.label())));
            }
            board.score(entries);
        }
    }

    private List<Entry> pair(String prefix, ProgramState base) {
        return List.of(
                new Entry(prefix + "zero-shot", base, "no demos", List.of()),
                new Entry(
                        prefix + "labelled",
                        demoSets.labelled(base),
                        "labelled examples as demos",
                        List.of()));
    }

    private static ProgramState with(ProgramState state, Choice choice) {
        return state.change(choice.predictor(), p -> p.withInstruction(choice.text()));
    }

    private static double mean(List<Candidate> scored) {
        return scored.stream().mapToDouble(Candidate::score).average().orElse(0);
    }
}
