package io.espalier.optimizers.copro;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.propose.ProgramOutline;
import io.espalier.optimizers.propose.ProposedText;
import io.espalier.optimizers.propose.Question;
import io.espalier.signatures.Fields;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The schedule of DSPy's COPRO 3.4.1, for comparison: what it asks, what it scores, and what it
 * keeps, with the flaws that {@link Copro} mends. The words are ours; the prefix, which no adapter
 * shows, is left out.
 */
final class OriginalCopro {
    private static final double TEMPERATURE = 1.4;
    private static final String ANSWER = "proposed_instruction";

    private static final Question FROM_BASIC =
            question(
                    "basic_instruction",
                    "You improve instructions for language models. Propose one with which a"
                            + " language model does the task of the given one well. Be creative.");
    private static final Question FROM_ATTEMPTS =
            question(
                    "attempted_instructions",
                    "You improve instructions for language models. You see instructions that were"
                            + " tried, with their scores, the best last. Propose one that does"
                            + " better. Be creative.");

    private final Study study;
    private final CoproSettings settings;
    private final List<Coordinate> coordinates;

    OriginalCopro(Study study, CoproSettings settings) {
        this.study = study;
        this.settings = settings;
        this.coordinates = study.program().predictors().stream().map(Coordinate::new).toList();
    }

    private record Scored(String instruction, ProgramState state, double score) {}

    private static Question question(String input, String instruction) {
        return Question.of(input + " -> " + ANSWER, instruction, new LinkedHashMap<>());
    }

    ProgramState optimize() {
        for (var coordinate : coordinates) coordinate.proposeFromBasic();
        var state = ProgramState.EMPTY;
        for (int depth = 1; depth <= settings.depth(); depth++) {
            for (var coordinate : coordinates) state = coordinate.climb(state, depth);
            if (depth == settings.depth()) break;
            for (var coordinate : coordinates) coordinate.proposeFromAttempts();
        }
        return best(coordinates.stream().flatMap(c -> c.scored.values().stream()).toList()).state;
    }

    /** One predictor. */
    private final class Coordinate {
        private final Predictor predictor;

        /** All proposals, repeated ones too. */
        private final List<String> proposed = new ArrayList<>();

        /** By instruction the best scoring, whatever the other predictors were told then. */
        private final Map<String, Scored> scored = new LinkedHashMap<>();

        private List<String> latest = List.of();

        Coordinate(Predictor predictor) {
            this.predictor = predictor;
        }

        void proposeFromBasic() {
            var basic = ProgramOutline.instruction(predictor, ProgramState.EMPTY);
            var texts = ask(FROM_BASIC, "basic_instruction", basic, settings.breadth() - 1);
            texts.add(basic);
            propose(texts);
        }

        void proposeFromAttempts() {
            var attempts = attempts();
            propose(ask(FROM_ATTEMPTS, "attempted_instructions", attempts, settings.breadth()));
        }

        private void propose(List<String> texts) {
            latest = texts;
            proposed.addAll(texts);
        }

        /** Where there are other predictors, which may have changed, all are scored again. */
        ProgramState climb(ProgramState base, int depth) {
            score(base, List.copyOf(coordinates.size() == 1 ? latest : proposed), depth);
            return told(base, best(List.copyOf(scored.values())).instruction);
        }

        private ProgramState told(ProgramState base, String instruction) {
            return base.change(predictor.path(), p -> p.withInstruction(instruction));
        }

        private void score(ProgramState base, List<String> texts, int depth) {
            var states = texts.stream().map(text -> told(base, text)).toList();
            var evaluations = study.evaluateAll(states, study.training());
            for (int i = 0; i < texts.size(); i++) {
                var now = new Scored(texts.get(i), states.get(i), evaluations.get(i).mean());
                scored.merge(now.instruction, now, (old, n) -> n.score > old.score ? n : old);
                var label = "round " + depth + ", " + predictor.path() + " " + (i + 1);
                var rationale = "an instruction for '" + predictor.path() + "'";
                study.report(new Candidate(label, now.state, rationale, List.of(), null));
            }
        }

        private String attempts() {
            var best =
                    scored.values().stream()
                            .sorted(Comparator.comparingDouble(Scored::score).reversed())
                            .limit(settings.breadth())
                            .toList()
                            .reversed();
            var text = new StringBuilder();
            for (int i = 0; i < best.size(); i++) {
                text.append("Instruction ").append(i + 1).append(": ");
                text.append(best.get(i).instruction);
                text.append(String.format(Locale.ROOT, "%nScore: %.2f%n", 100 * best.get(i).score));
            }
            return text.toString();
        }
    }

    private List<String> ask(Question question, String input, String value, int count) {
        var asks = new ArrayList<Question.Ask>();
        for (int draw = 1; draw <= count; draw++) {
            asks.add(question.ask(Fields.of(Map.of(input, value)), draw, TEMPERATURE));
        }
        var texts = new ArrayList<String>();
        for (var answer : Question.answers(study, asks)) {
            answer.flatMap(a -> ProposedText.instruction(a.text(ANSWER))).ifPresent(texts::add);
        }
        return texts;
    }

    /** The first of the best. */
    private static Scored best(List<Scored> scored) {
        var best = scored.getFirst();
        for (var each : scored) {
            if (each.score > best.score) best = each;
        }
        return best;
    }
}
