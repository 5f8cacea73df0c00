package io.espalier.coordinator.api;

import io.espalier.cluster.v1.KeptCandidate;
import io.espalier.cluster.v1.KeptScore;
import io.espalier.coordinator.store.Candidates;
import io.espalier.v1.ListCandidatesResponse;
import io.espalier.v1.PairedDifference;
import io.espalier.v1.Study;
import io.espalier.v1.StudyComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What studies tried, and how what they came to differs. */
final class StudyHistories {
    private final Candidates candidates;

    StudyHistories(Candidates candidates) {
        this.candidates = candidates;
    }

    /** The same row of data: an id alone may mean another row in another data set. */
    private record Row(String example, long content) {
        static Row of(KeptScore score) {
            return new Row(score.getExample(), score.getContent());
        }
    }

    ListCandidatesResponse list(Study study) {
        var kept = candidates.list(study.getStudy());
        var best = result(study, kept);
        var response = ListCandidatesResponse.newBuilder();
        for (var one : kept) {
            var shown = one.getCandidate().toBuilder();
            for (var score : one.getScoresList()) {
                shown.putScores(score.getExample(), score.getScore());
            }
            for (var score : one.getTrainingScoresList()) {
                shown.putTrainingScores(score.getExample(), score.getScore());
            }
            response.addCandidates(shown.setBest(best.filter(b -> b == one).isPresent()));
        }
        return response.build();
    }

    /** All against the first, on the examples that both were scored on. */
    StudyComparison compare(List<Study> studies) {
        var scores = new ArrayList<Map<Row, Double>>();
        for (var study : studies) {
            scores.add(scores(result(study, candidates.list(study.getStudy()))));
        }
        var comparison = StudyComparison.newBuilder().addAllStudies(studies);
        for (int i = 1; i < studies.size(); i++) {
            var differences = new ArrayList<Double>();
            var other = scores.get(i);
            scores.getFirst()
                    .forEach((row, score) -> {
                        var theirs = other.get(row);
                        if (theirs != null) differences.add(theirs - score);
                    });
            var paired =
                    PairedDifference.newBuilder()
                            .setStudy(studies.get(i).getStudy())
                            .setAgainst(studies.getFirst().getStudy())
                            .setExamples(differences.size());
            MeanInterval.of(differences).ifPresent(interval -> set(paired, interval));
            comparison.addDifferences(paired);
        }
        return comparison.build();
    }

    private static void set(PairedDifference.Builder paired, MeanInterval interval) {
        paired.setMean(interval.mean());
        if (!Double.isNaN(interval.half())) {
            paired.setLow(interval.mean() - interval.half());
            paired.setHigh(interval.mean() + interval.half());
        }
    }

    private static Map<Row, Double> scores(Optional<KeptCandidate> candidate) {
        var scores = new LinkedHashMap<Row, Double>();
        candidate.ifPresent(kept ->
                kept.getScoresList().forEach(score -> scores.put(Row.of(score), score.getScore())));
        return scores;
    }

    /** Whose program the study's is; while it has none, the best so far, the earliest of equals. */
    private static Optional<KeptCandidate> result(Study study, List<KeptCandidate> kept) {
        var label = study.getResult();
        KeptCandidate best = null;
        for (var one : kept) {
            var shown = one.getCandidate();
            if (!label.isEmpty()) {
                // The newest of that label.
                if (shown.getLabel().equals(label)) best = one;
            } else if (shown.hasScore()
                    && (best == null || shown.getScore() > best.getCandidate().getScore())) {
                best = one;
            }
        }
        return Optional.ofNullable(best);
    }
}
