package io.espalier.deploy.print;

import io.espalier.v1.ErrorCounts;
import io.espalier.v1.ScoreChange;
import io.espalier.v1.Study;
import io.espalier.v1.StudyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A study's result, and lists of studies, for people. */
public final class StudyText {
    private StudyText() {}

    public static String state(StudyState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** One that was running when its node ended is not waiting for its first turn. */
    private static String state(Study study) {
        var broken = study.getState() == StudyState.QUEUED && !study.getReason().isEmpty();
        return broken ? "unfinished" : state(study.getState());
    }

    public static boolean hasEnded(StudyState state) {
        return switch (state) {
            case FINISHED, FAILED, CANCELLED -> true;
            case QUEUED, RUNNING, PAUSED, STUDY_STATE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    public static String result(Study study) {
        var text = new StringBuilder();
        text.append(study.getName()).append("  ").append(state(study));
        var failed = study.getState() == StudyState.FAILED;
        if (!study.getReason().isEmpty() && !failed) {
            text.append(" (").append(study.getReason()).append(')');
        }
        text.append("  ").append(study.getOptimizer());
        text.append("  in ").append(Numbers.duration(study.getSeconds())).append('\n');
        var soFar = study.getState() != StudyState.FINISHED;
        if (failed) text.append(row("because", study.getReason()));
        if (study.hasTest()) text.append(score("test", study.getTest(), soFar));
        if (study.hasValidation()) text.append(score("validation", study.getValidation(), soFar));
        else if (failed) text.append(row("validation", "not scored"));
        if (study.hasFront()) text.append(FrontText.of(study.getFront()));
        text.append(row("spent", spent(study)));
        if (!study.getForkedFrom().isEmpty()) {
            text.append(row("forked from", study.getForkedFrom()));
        }
        if (study.getReused() > 0) {
            text.append(
                    row(
                            "reused",
                            Numbers.plural(study.getReused(), "job")
                                    + " answered by results of other studies"
                                    + counted(study.getReusedMetricCalls())));
        }
        if (study.getRemembered() > 0) {
            text.append(
                    row(
                            "remembered",
                            Numbers.plural(study.getRemembered(), "model call")
                                    + " that an equal one had answered, not made again"));
        }
        if (study.getReplayed() > 0) {
            text.append(
                    row(
                            "continued",
                            Numbers.plural(study.getReplayed(), "job")
                                    + " answered by the journal, not run again"));
        }
        for (var note : study.getNotesList()) text.append(row("note", note));
        var errors = errors(study.getErrors());
        if (!errors.isEmpty()) text.append(row("errors", errors));
        if (!study.getRelease().isEmpty()) text.append(row("release", study.getRelease()));
        text.append(row("study", study.getStudy()));
        return text.toString();
    }

    /**
     * @param soFar whether a score after may still come: of a study that can be resumed
     */
    private static String score(String name, ScoreChange change, boolean soFar) {
        var all = change.getOf() == 0 ? change.getExamples() : change.getOf();
        var part = change.getOf() == 0 ? "" : "on " + change.getExamples() + " of ";
        var examples = "   (" + part + Numbers.plural(all, "example") + ")";
        return row(
                name,
                change.hasAfter()
                        ? Numbers.percent(change.getBefore())
                                + " -> "
                                + Numbers.percent(change.getAfter())
                                + "   "
                                + Numbers.points(change.getBefore(), change.getAfter())
                                + examples
                        : Numbers.percent(change.getBefore())
                                + (soFar ? " so far" : " before")
                                + examples);
    }

    private static String counted(long metricCalls) {
        return metricCalls == 0
                ? ""
                : ", " + Numbers.plural(metricCalls, "metric call") + " of the budget among them";
    }

    private static String spent(Study study) {
        var tokens = study.getTokens();
        return Numbers.plural(study.getMetricCalls(), "metric call")
                + ", "
                + Numbers.plural(study.getModelCalls(), "model call")
                + ", "
                + Numbers.plural(tokens.getPrompt() + tokens.getCompletion(), "token")
                + (tokens.getCached() > 0 && tokens.getPrompt() > 0
                        ? " ("
                                + 100 * tokens.getCached() / tokens.getPrompt()
                                + " % of the prompts cached)"
                        : "")
                + (study.getCost() > 0
                        ? String.format(Locale.ROOT, ", %.4g by its prices", study.getCost())
                        : "")
                + (study.getTestCalls() > 0
                        ? ", and "
                                + Numbers.plural(study.getTestCalls(), "model call")
                                + " for test"
                        : "");
    }

    static String errors(ErrorCounts errors) {
        var parts = new ArrayList<String>();
        if (errors.getCandidate() > 0) parts.add(errors.getCandidate() + " candidate");
        if (errors.getData() > 0) parts.add(errors.getData() + " data");
        if (errors.getMetric() > 0) parts.add(errors.getMetric() + " metric");
        if (errors.getProvider() > 0) parts.add(errors.getProvider() + " provider");
        if (errors.getMachine() > 0) parts.add(errors.getMachine() + " machine");
        return String.join(", ", parts);
    }

    static String row(String name, String value) {
        return String.format(Locale.ROOT, "  %-11s %s%n", name, value);
    }

    public static String table(List<Study> studies) {
        if (studies.isEmpty()) return "no studies yet; start one with: espalier run STUDY.yaml\n";
        var rows = new ArrayList<String>();
        int width = studies.stream().mapToInt(s -> s.getName().length()).max().orElse(4);
        for (var study : studies) {
            var score = study.hasTest() ? study.getTest() : study.getValidation();
            var scores =
                    score.getExamples() == 0
                            ? ""
                            : Numbers.percent(score.getBefore())
                                    + (score.hasAfter()
                                            ? " -> " + Numbers.percent(score.getAfter())
                                            : "");
            rows.add(
                    String.format(
                                    Locale.ROOT,
                                    "%-12s  %-" + width + "s  %-10s  %-28s  %s",
                                    shortId(study.getStudy()),
                                    study.getName(),
                                    state(study),
                                    study.getOptimizer(),
                                    scores)
                            .stripTrailing());
        }
        return String.join("\n", rows) + "\n";
    }

    static String shortId(String id) {
        return id.length() <= 12 ? id : id.substring(0, 12);
    }
}
