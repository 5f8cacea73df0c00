package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.Study;
import io.espalier.optimizers.propose.ProgramOutline;
import io.espalier.optimizers.propose.ProposedText;
import io.espalier.optimizers.propose.Question;
import io.espalier.optimizers.propose.ShownRuns;
import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.Predictor;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Writes instructions from what is known of the task: a summary of its data, the program in words,
 * the module's own part, what it is told now, runs with their scores, and a tip that makes drafts
 * differ.
 */
final class GroundedProposer {
    private static final int BATCH = 10;
    private static final int BATCHES = 4;

    /** Characters of one value that are shown. */
    private static final int SHOWN = 1500;

    private static final Question OBSERVE =
            Question.of(
                    "examples -> observations",
                    """
                    You see examples of the data that a program works on, with their right results. \
                    Write down what holds for most of them: subject, form, length, wording, and how \
                    results follow from inputs, special cases included.\
                    """,
                    descriptions("examples", "inputs with their right results"));

    private static final Question SUMMARIZE =
            Question.of(
                    "observations -> summary",
                    "Sum up in a few sentences what these observations of a data set say that matters"
                            + " to somebody who has to do the task.",
                    descriptions("observations", "of several parts of one data set"));

    private static final ShownRuns.Form PROPOSE =
            ShownRuns.Form.of(
                    runs ->
                            "dataset_summary, program_description, module, current_instruction, "
                                    + runs
                                    + ", tip -> improved_instruction",
                    """
                    One module of a program that is built from language models follows an instruction. \
                    Write a better one. You see what the data are like, what the program does, and runs \
                    of it, right and wrong ones, with scores from 0 to 1. Keep what the current \
                    instruction gets right; add every fact, rule and convention of the task that the \
                    runs and their right results reveal, each in a sentence of its own and in general \
                    words; do not copy single examples. Heed the tip, if there is one.\
                    """,
                    descriptions(
                            "current_instruction",
                            "what the module is told now",
                            "improved_instruction",
                            "the whole text of the new instruction"));

    private final Study study;
    private final double temperature;
    private String summary = "";
    private int draws;

    GroundedProposer(Study study, double temperature) {
        this.study = study;
        this.temperature = temperature;
    }

    /** What to write an instruction from. */
    record Request(ProgramState state, Predictor predictor, ShownRuns runs, Tip tip) {}

    /** Sums up the data: observations of a few parts of it side by side, then one summary. */
    void look(List<Example> examples) {
        var asks = new ArrayList<Question.Ask>();
        for (int from = 0; from < examples.size() && asks.size() < BATCHES; from += BATCH) {
            var batch = examples.subList(from, Math.min(examples.size(), from + BATCH));
            asks.add(OBSERVE.ask(Fields.of("examples", text(batch)), ++draws, temperature));
        }
        var seen = new ArrayList<String>();
        for (var answer : Question.answers(study, asks)) {
            answer.ifPresent(fields -> seen.add(fields.text("observations")));
        }
        if (seen.isEmpty()) return;
        var evidence = Fields.of("observations", String.join("\n", seen));
        var ask = SUMMARIZE.ask(evidence, ++draws, temperature);
        Question.answers(study, List.of(ask))
                .getFirst()
                .ifPresent(fields -> summary = fields.text("summary"));
    }

    /**
     * @return in the order of the requests; empty where none came
     */
    List<Optional<String>> propose(List<Request> requests) {
        var asks = requests.stream().map(this::ask).toList();
        return Question.answers(study, asks).stream()
                .map(answer -> answer.flatMap(GroundedProposer::instruction))
                .toList();
    }

    private Question.Ask ask(Request request) {
        var evidence = new LinkedHashMap<String, Object>();
        evidence.put("dataset_summary", summary);
        evidence.put("program_description", ProgramOutline.of(study.program(), request.state));
        evidence.put("module", ProgramOutline.module(request.predictor));
        evidence.put(
                "current_instruction",
                ProgramOutline.instruction(request.predictor, request.state));
        evidence.put(request.runs.field(), request.runs.text());
        evidence.put("tip", request.tip.text());
        return PROPOSE.of(request.runs).ask(Fields.of(evidence), ++draws, temperature);
    }

    private static Optional<String> instruction(Fields answer) {
        return ProposedText.instruction(answer.text("improved_instruction"));
    }

    private static String text(List<Example> examples) {
        var text = new StringBuilder();
        for (var example : examples) text.append(text(example.fields())).append('\n');
        return text.toString();
    }

    /** A line for each field. */
    static String text(Fields fields) {
        var text = new StringBuilder();
        for (var name : fields.values().keySet()) {
            var value = fields.text(name);
            var shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + " ...";
            text.append(name).append(": ").append(shown).append('\n');
        }
        return text.toString();
    }

    private static SequencedMap<String, String> descriptions(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i + 1 < pairs.length; i += 2) map.put(pairs[i], pairs[i + 1]);
        return map;
    }
}
