package io.espalier.deploy.print;

import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.PredictorState;
import io.espalier.signatures.program.ProgramState;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.RenderedPrompt;
import io.espalier.v1.StudyEvent.CandidateScored;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * What a study learned, for people: its candidates, the difference to the program before, the
 * prompt as the model sees it.
 */
public final class ProgramText {
    private static final int SHOWN_CANDIDATES = 20;
    private static final int SHOWN_DEMOS = 20;

    private ProgramText() {}

    public static String of(OptimizedProgram program) {
        var text = new StringBuilder();
        lineage(text, program.getLineageList());
        var before = ProgramState.of(ProtoJson.of(program.getInitialState()));
        var after = ProgramState.of(ProtoJson.of(program.getState()));
        var predictors = predictors(program);
        if (!after.isEnsemble()) changes(text, "", before, after, predictors);
        int number = 0;
        for (var member : after.members()) {
            var of = ", member " + ++number + " of " + after.members().size();
            changes(text, of, before, member, predictors);
        }
        for (var prompt : program.getPromptsList()) prompt(text, prompt);
        return text.toString();
    }

    private static LinkedHashSet<String> predictors(OptimizedProgram program) {
        var paths = new LinkedHashSet<String>();
        program.getPromptsList().forEach(prompt -> paths.add(prompt.getPredictor()));
        paths.addAll(program.getInitialState().getFieldsMap().keySet());
        var state = ProgramState.of(ProtoJson.of(program.getState()));
        paths.addAll(state.predictors().keySet());
        state.members().forEach(member -> paths.addAll(member.predictors().keySet()));
        return paths;
    }

    private static void lineage(StringBuilder text, List<CandidateScored> lineage) {
        if (lineage.isEmpty()) return;
        heading(text, "Candidates, each after those that it was made from");
        int from = Math.max(0, lineage.size() - SHOWN_CANDIDATES);
        if (from > 0)
            text.append("    (").append(from).append(" earlier ones: --json shows all)\n");
        for (var candidate : lineage.subList(from, lineage.size())) {
            text.append(candidate.getBest() ? "  * " : "    ");
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%7s",
                            candidate.hasValidation()
                                    ? Numbers.percent(candidate.getValidation())
                                    : ""));
            text.append("  ").append(candidate.getLabel());
            if (candidate.getParentsCount() > 0) {
                text.append("  from ").append(String.join(", ", candidate.getParentsList()));
            }
            if (!candidate.getRationale().isEmpty())
                text.append("  ").append(candidate.getRationale());
            text.append('\n');
        }
    }

    /**
     * @param of which member of an ensemble; empty for no ensemble
     */
    private static void changes(
            StringBuilder text,
            String of,
            ProgramState before,
            ProgramState after,
            LinkedHashSet<String> predictors) {
        for (var path : predictors) {
            var lines = changes(before.of(path), after.of(path));
            if (lines.isEmpty()) continue;
            heading(text, "What changed in " + path + of);
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }

    private static List<String> changes(PredictorState before, PredictorState after) {
        var lines = new ArrayList<String>();
        var oldInstruction = before.instruction() == null ? "" : before.instruction();
        var newInstruction = after.instruction() == null ? "" : after.instruction();
        // A state without instruction runs as defined: no change.
        if (after.instruction() != null && !oldInstruction.equals(newInstruction)) {
            lines.add("instruction:");
            LineDiff.of(oldInstruction, newInstruction).forEach(line -> lines.add("  " + line));
        }
        demos(lines, before.demos(), after.demos());
        var nearest = after.nearest();
        if (nearest != null && !nearest.equals(before.nearest())) {
            lines.add("demos shown: " + nearest);
        }
        after.descriptions()
                .forEach((field, description) -> {
                    var old = before.descriptions().get(field);
                    if (description.equals(old)) return;
                    lines.add("description of " + field + ":");
                    LineDiff.of(old == null ? "" : old, description)
                            .forEach(line -> lines.add("  " + line));
                });
        if (!after.sampling().equals(before.sampling())) {
            lines.add("sampling: " + before.sampling() + " -> " + after.sampling());
        }
        return lines;
    }

    private static void demos(List<String> lines, List<Demo> before, List<Demo> after) {
        if (before.equals(after)) return;
        lines.add("demos: " + before.size() + " -> " + after.size());
        for (var demo : before) {
            if (!after.contains(demo)) lines.add("  - " + describe(demo));
        }
        var added = after.stream().filter(demo -> !before.contains(demo)).toList();
        for (var demo : added.subList(0, Math.min(SHOWN_DEMOS, added.size()))) {
            lines.add("  + " + describe(demo));
        }
        if (added.size() > SHOWN_DEMOS) {
            lines.add("    (" + (added.size() - SHOWN_DEMOS) + " more: --json shows all)");
        }
    }

    private static String describe(Demo demo) {
        var values = new StringBuilder(demo.augmented() ? "from a run  " : "labelled    ");
        demo.values()
                .values()
                .forEach((name, value) ->
                        values.append(name)
                                .append('=')
                                .append(
                                        value.isString()
                                                ? "\"" + value.stringValue() + "\""
                                                : value.toString())
                                .append("  "));
        return values.toString().replace("\n", "\\n").stripTrailing();
    }

    private static void prompt(StringBuilder text, RenderedPrompt prompt) {
        heading(text, "The prompt of " + prompt.getPredictor() + ", as the model sees it");
        for (var message : prompt.getMessagesList()) {
            text.append("  [").append(message.getRole()).append("]\n");
            message.getText().lines().forEach(line -> text.append("  ").append(line).append('\n'));
        }
    }

    private static void heading(StringBuilder text, String title) {
        text.append('\n').append(title).append('\n');
    }
}
