package io.espalier.deploy.print;

import io.espalier.signatures.program.PredictorState;
import io.espalier.signatures.program.ProgramState;
import io.espalier.v1.StudyCandidate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A study's whole history, for people: a line for each candidate, its rationale below it. */
public final class CandidatesText {
    private CandidatesText() {}

    public static String of(List<StudyCandidate> candidates) {
        if (candidates.isEmpty()) return "\nno candidates yet\n";
        var text = new StringBuilder("\nCandidates, each after those that it was made from\n");
        int label = width(candidates);
        text.append(
                String.format(
                        Locale.ROOT,
                        "    %7s  %-" + label + "s  %12s  %12s  %12s  %s%n",
                        "score",
                        "label",
                        "metric calls",
                        "model calls",
                        "tokens",
                        "learned"));
        for (var candidate : candidates) {
            var cost = candidate.getCost();
            var tokens = cost.getTokens();
            text.append(
                    String.format(
                            Locale.ROOT,
                            "  %s %7s  %-" + label + "s  %12s  %12s  %12s  %s%n",
                            candidate.getBest() ? "*" : " ",
                            candidate.hasScore() ? Numbers.percent(candidate.getScore()) : "",
                            candidate.getLabel(),
                            Numbers.count(cost.getMetricCalls()),
                            Numbers.count(cost.getModelCalls()),
                            Numbers.count(tokens.getPrompt() + tokens.getCompletion()),
                            learned(candidate)));
            var parts = parts(candidate);
            if (!parts.isEmpty()) text.append(" ".repeat(13)).append(parts).append('\n');
            var tried = tried(candidate);
            if (!tried.isEmpty()) text.append(" ".repeat(13)).append(tried).append('\n');
            var why = why(candidate);
            if (!why.isEmpty()) text.append(" ".repeat(13)).append(why).append('\n');
        }
        text.append("* the result; costs are what the study had spent when it was reported;")
                .append(" --json has each one's state and its score on every example\n");
        return text.toString();
    }

    private static int width(List<StudyCandidate> candidates) {
        return candidates.stream().mapToInt(c -> c.getLabel().length()).max().orElse(5);
    }

    private static String parts(StudyCandidate candidate) {
        return candidate.getObjectivesMap().entrySet().stream()
                .map(part -> part.getKey() + " " + Numbers.percent(part.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** What one that fell behind was tried on. */
    private static String tried(StudyCandidate candidate) {
        if (candidate.hasScore()) return "";
        return Stream.of(
                        mean("validation", candidate.getScoresMap().values()),
                        mean("training", candidate.getTrainingScoresMap().values()))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String mean(String where, Collection<Double> scores) {
        if (scores.isEmpty()) return "";
        double mean = scores.stream().mapToDouble(s -> s).average().orElseThrow();
        return Numbers.percent(mean) + " on " + scores.size() + " " + where + " examples";
    }

    private static String why(StudyCandidate candidate) {
        var parents =
                candidate.getParentsCount() == 0
                        ? ""
                        : "from " + String.join(", ", candidate.getParentsList());
        var rationale = candidate.getRationale().strip().replaceAll("\\s+", " ");
        if (parents.isEmpty() || rationale.isEmpty()) return parents + rationale;
        return parents + ": " + rationale;
    }

    /** {@code instruction, 4 demos}, over all predictors. */
    private static String learned(StudyCandidate candidate) {
        var state = ProgramState.of(ProtoJson.of(candidate.getState()));
        if (state.isEnsemble()) return "ensemble of " + state.members().size();
        var states = state.predictors().values();
        long instructions = states.stream().filter(s -> s.instruction() != null).count();
        long demos = states.stream().map(PredictorState::demos).mapToLong(List::size).sum();
        if (instructions == 0 && demos == 0) return "";
        if (demos == 0) return Numbers.plural(instructions, "instruction");
        if (instructions == 0) return Numbers.plural(demos, "demo");
        return Numbers.plural(instructions, "instruction") + ", " + Numbers.plural(demos, "demo");
    }
}
