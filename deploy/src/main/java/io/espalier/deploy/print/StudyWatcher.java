package io.espalier.deploy.print;

import io.espalier.v1.StudyEvent;
import io.espalier.v1.StudyEvent.CandidateScored;
import io.espalier.v1.StudyEvent.Progress;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Shows a study's events as they come: one object a line, one updating line a phase, or plain
 * lines. Used by one thread.
 */
public final class StudyWatcher {
    /** Seconds between two plain lines of progress, so that a log stays readable. */
    private static final long PLAIN_PAUSE = 5;

    private final Output output;
    private final PrintStream json;
    private String phase = "";
    private @Nullable Progress latest;
    private boolean lineOpen;
    private String lastText = "";
    private long lastPlain;

    /**
     * @param json where events go with {@code --json}: standard error for {@code run}, standard
     *     output for {@code watch}
     */
    public StudyWatcher(Output output, PrintStream json) {
        this.output = output;
        this.json = json;
    }

    public void show(StudyEvent event) {
        if (output.json()) {
            json.println(ProtoJson.of(event));
            json.flush();
            return;
        }
        switch (event.getEventCase()) {
            case STATE -> state(event.getState());
            case PHASE -> phase(event.getPhase().getName());
            case PROGRESS -> progress(event.getProgress(), event.getTime().getSeconds());
            case CANDIDATE -> candidate(event.getCandidate());
            case NOTE -> line("  " + event.getNote().getText());
            case ENDED -> closeLine();
            case EVENT_NOT_SET -> {
                // An event of a newer node: nothing that this version could draw.
            }
        }
    }

    private void state(StudyEvent.StateChanged change) {
        switch (change.getState()) {
            case PAUSED, FAILED, CANCELLED ->
                    line(
                            StudyText.state(change.getState())
                                    + (change.getReason().isEmpty()
                                            ? ""
                                            : ": " + change.getReason()));
            case QUEUED, RUNNING, FINISHED, STUDY_STATE_UNSPECIFIED, UNRECOGNIZED -> {
                // Phases and the result say it.
            }
        }
    }

    private void phase(String name) {
        closeLine();
        phase = name;
        latest = null;
        lastPlain = 0;
        if (!output.outTerminal()) line(name);
    }

    private void progress(Progress progress, long second) {
        latest = progress;
        if (output.outTerminal()) {
            overwrite(ProgressText.line(phase, progress, output.columns() - 1));
        } else if (second - lastPlain >= PLAIN_PAUSE) {
            var text = ProgressText.line("", progress, Integer.MAX_VALUE);
            if (lastPlain > 0 && !text.equals(lastText)) line("  " + text);
            if (lastPlain > 0) lastText = text;
            lastPlain = second;
        }
    }

    private void candidate(CandidateScored candidate) {
        if (!candidate.hasValidation() || !candidate.getBest()) return;
        line(
                "  best so far "
                        + Numbers.percent(candidate.getValidation())
                        + "  "
                        + candidate.getLabel());
    }

    private void overwrite(String text) {
        output.out().print("\r\033[K" + text);
        output.out().flush();
        lineOpen = true;
    }

    private void line(String text) {
        if (lineOpen) output.out().print("\r\033[K");
        output.out().println(text);
        lineOpen = false;
        var progress = latest;
        if (progress != null && output.outTerminal()) {
            overwrite(ProgressText.line(phase, progress, output.columns() - 1));
        }
        output.out().flush();
    }

    /** Leaves the phase's last line on the screen. */
    public void closeLine() {
        if (!lineOpen) return;
        output.out().println();
        output.out().flush();
        lineOpen = false;
        latest = null;
    }
}
