package io.espalier.optimizers.trellis;

import io.espalier.optimizers.Study;
import io.espalier.optimizers.propose.Evidence;
import io.espalier.optimizers.propose.Reflection;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Writes instructions in chains: the first reflection reads some of the parent's runs and rewrites
 * the instruction of every predictor, the next reads others and revises, until most of the data has
 * been read. Reading costs one call of the reflection model, scoring what came out costs dozens of
 * calls, so a draft is scored only when its chain is over.
 */
final class Drafts {
    private final Study study;
    private final Runs runs;
    private final RandomGenerator random;
    private int draw;

    Drafts(Study study, Runs runs, RandomGenerator random) {
        this.study = study;
        this.runs = runs;
        this.random = random;
    }

    /**
     * @param parent whose runs are read
     * @param chains side by side, each with an order of its own
     * @param depth reflections per chain
     * @return what the chains end with; none where the parent is never wrong
     */
    List<ProgramState> of(ProgramState parent, int chains, int depth) {
        var decks = new ArrayList<Evidence>();
        var drafts = new ArrayList<ProgramState>();
        for (int i = 0; i < chains; i++) {
            var deck = new Evidence(runs.of(parent), random);
            if (!deck.hasWrong()) return List.of();
            decks.add(deck);
            drafts.add(parent);
        }
        for (int step = 0; step < depth; step++) revise(drafts, decks);
        return drafts.stream().filter(draft -> !draft.equals(parent)).distinct().toList();
    }

    private void revise(List<ProgramState> drafts, List<Evidence> decks) {
        var program = study.program();
        var requests = new ArrayList<Reflection.Request>();
        for (int i = 0; i < drafts.size(); i++) {
            var hand = decks.get(i).next();
            draw++;
            for (var predictor : program.predictors()) {
                var cases = Evidence.cases(program, predictor.path(), hand);
                requests.add(new Reflection.Request(drafts.get(i), predictor, cases, draw));
            }
        }
        var texts = Reflection.instructions(study, requests).iterator();
        drafts.replaceAll(draft -> {
            var revised = draft;
            for (var predictor : program.predictors()) {
                var text = texts.next();
                if (text.isEmpty()) continue;
                revised = revised.change(predictor.path(), p -> p.withInstruction(text.get()));
            }
            return revised;
        });
    }
}
