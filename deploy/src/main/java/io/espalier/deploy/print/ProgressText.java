package io.espalier.deploy.print;

import io.espalier.v1.StudyEvent.Progress;
import java.util.ArrayList;

/** One line about a phase under way: how far, best score, speed, time left, budget used. */
final class ProgressText {
    private static final int BAR = 16;

    private ProgressText() {}

    static String line(String phase, Progress progress, int columns) {
        var parts = new ArrayList<String>();
        if (!phase.isEmpty()) parts.add(phase);
        long asked = Math.max(progress.getJobsAsked(), progress.getJobsDone());
        if (!phase.isEmpty() && asked > 0) parts.add(bar((double) progress.getJobsDone() / asked));
        parts.add(progress.getJobsDone() + "/" + asked + " jobs");
        if (progress.hasBestValidation())
            parts.add("best " + Numbers.percent(progress.getBestValidation()));
        if (progress.getJobsPerSecond() > 0) parts.add(Numbers.rate(progress.getJobsPerSecond()));
        if (progress.hasSecondsLeft())
            parts.add(Numbers.duration(progress.getSecondsLeft()) + " left");
        if (progress.hasBudgetUsed())
            parts.add("budget " + Math.round(progress.getBudgetUsed() * 100) + " %");
        if (progress.getJobsReplayed() > 0)
            parts.add(progress.getJobsReplayed() + " from the journal");
        var errors = StudyText.errors(progress.getErrors());
        if (!errors.isEmpty()) parts.add("errors: " + errors);
        return fitted(parts, columns);
    }

    /** As many parts as fit, the first ones first. */
    private static String fitted(ArrayList<String> parts, int columns) {
        var line = new StringBuilder();
        for (var part : parts) {
            var gap = line.isEmpty() ? "" : "  ";
            if (line.length() + gap.length() + part.length() > columns) break;
            line.append(gap).append(part);
        }
        return line.toString();
    }

    private static String bar(double share) {
        int full = (int) Math.round(Math.clamp(share, 0, 1) * BAR);
        return "[" + "#".repeat(full) + " ".repeat(BAR - full) + "]";
    }
}
