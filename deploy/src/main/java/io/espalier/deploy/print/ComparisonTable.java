package io.espalier.deploy.print;

import io.espalier.v1.PairedDifference;
import io.espalier.v1.ScoreChange;
import io.espalier.v1.Study;
import io.espalier.v1.StudyComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Studies side by side, for people: a column each. */
public final class ComparisonTable {
    private static final String NONE = "-";

    private ComparisonTable() {}

    public static String of(StudyComparison comparison) {
        var studies = comparison.getStudiesList();
        var rows = new ArrayList<List<String>>();
        row(rows, "study", studies, study -> StudyText.shortId(study.getStudy()));
        row(rows, "name", studies, Study::getName);
        row(rows, "optimizer", studies, Study::getOptimizer);
        row(rows, "seed", studies, study -> Long.toUnsignedString(study.getSeed()));
        row(rows, "state", studies, ComparisonTable::state);
        row(rows, "validation", studies, s -> s.hasValidation() ? score(s.getValidation()) : NONE);
        row(rows, "test", studies, s -> s.hasTest() ? score(s.getTest()) : NONE);
        row(rows, "metric calls", studies, s -> Numbers.count(s.getMetricCalls()));
        row(rows, "model calls", studies, s -> Numbers.count(s.getModelCalls()));
        row(rows, "tokens", studies, ComparisonTable::tokens);
        row(rows, "reused jobs", studies, s -> Numbers.count(s.getReused()));
        row(rows, "time", studies, s -> Numbers.duration(s.getSeconds()));
        row(rows, "release", studies, s -> s.getRelease().isEmpty() ? NONE : s.getRelease());
        var differences = new ArrayList<String>(List.of("difference", ""));
        var intervals = new ArrayList<String>(List.of("  95 %", ""));
        var examples = new ArrayList<String>(List.of("  examples", ""));
        for (var difference : comparison.getDifferencesList()) {
            differences.add(difference.hasMean() ? Numbers.points(0, difference.getMean()) : NONE);
            intervals.add(interval(difference));
            examples.add(Integer.toString(difference.getExamples()));
        }
        rows.add(differences);
        rows.add(intervals);
        rows.add(examples);
        return aligned(rows)
                + "\ndifference: of the results' scores from the first study's, on the validation"
                + " examples that both were scored on\n";
    }

    private static void row(
            List<List<String>> rows,
            String name,
            List<Study> studies,
            Function<Study, String> value) {
        var row = new ArrayList<String>(List.of(name));
        studies.forEach(study -> row.add(value.apply(study)));
        rows.add(row);
    }

    private static String state(Study study) {
        var finished = study.getState() == io.espalier.v1.StudyState.FINISHED;
        return StudyText.state(study.getState()) + (finished ? " (" + study.getReason() + ")" : "");
    }

    private static String score(ScoreChange change) {
        return Numbers.percent(change.getBefore())
                + (change.hasAfter() ? " -> " + Numbers.percent(change.getAfter()) : "");
    }

    private static String tokens(Study study) {
        var tokens = study.getTokens();
        return Numbers.count(tokens.getPrompt() + tokens.getCompletion());
    }

    private static String interval(PairedDifference difference) {
        return difference.hasLow()
                ? String.format(
                        Locale.ROOT,
                        "%+.1f to %+.1f",
                        difference.getLow() * 100,
                        difference.getHigh() * 100)
                : NONE;
    }

    private static String aligned(List<List<String>> rows) {
        var text = new StringBuilder();
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        for (var row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 3);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
