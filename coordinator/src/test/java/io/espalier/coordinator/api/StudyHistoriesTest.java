package io.espalier.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.cluster.v1.KeptCandidate;
import io.espalier.cluster.v1.KeptScore;
import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.journal.JournalPlace;
import io.espalier.coordinator.store.Candidates;
import io.espalier.coordinator.wire.Structs;
import io.espalier.signatures.json.Json;
import io.espalier.v1.Study;
import io.espalier.v1.StudyCandidate;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyHistoriesTest {
    @TempDir Path folder;
    private Database database;
    private Candidates candidates;
    private StudyHistories histories;

    @BeforeEach
    void open() {
        database = Database.open(new JournalPlace(folder));
        candidates = new Candidates(database);
        histories = new StudyHistories(candidates);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void candidates_toldAgain_areKeptOnceInTheirOrder() {
        for (int run = 0; run < 2; run++) {
            candidates.put("s", candidate("b", "x", 0.5, 1, 0));
            candidates.put("s", candidate("a", "y", 0.5, 0, 1));
            candidates.put("other", candidate("a", "y", 0.5, 0, 1));
        }
        candidates.put("s", candidate("b", "z", 1, 1, 1));
        var list = histories.list(study("s", "")).getCandidatesList();
        assertThat(list).extracting(StudyCandidate::getLabel).containsExactly("b", "a", "b");
        assertThat(list).extracting(StudyCandidate::getBest).containsExactly(false, false, true);
        assertThat(list.getFirst().getScoresMap())
                .containsEntry("e0", 1.0)
                .containsEntry("e1", 0.0);
    }

    @Test
    void candidates_toldAgainInAnotherOrderOfMembers_areKeptOnce() {
        for (var state : List.of("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}")) {
            var kept = candidate("c", "x", 0.5, 1, 0).toBuilder();
            kept.getCandidateBuilder().setState(Structs.struct(Json.parse(state)));
            candidates.put("s", kept.build());
        }
        assertThat(candidates.list("s")).hasSize(1);
    }

    @Test
    void candidates_reportedBeforeTheirParents_areListedAfterThem() {
        candidates.put("s", candidate("unoptimized", "x", 0.5, 1, 0));
        candidates.put("s", made("winner", "crossed", "seed"));
        candidates.put("s", made("other"));
        candidates.put("s", made("crossed", "seed", "nobody"));
        candidates.put("s", made("seed", "unoptimized", "circle"));
        candidates.put("s", made("circle", "circle", "seed"));
        assertThat(histories.list(study("s", "")).getCandidatesList())
                .extracting(StudyCandidate::getLabel)
                .containsExactly("unoptimized", "circle", "seed", "crossed", "winner", "other");
    }

    private static KeptCandidate made(String label, String... parents) {
        var kept = candidate(label, label, 0.5, 1, 0).toBuilder();
        kept.getCandidateBuilder().addAllParents(List.of(parents));
        return kept.build();
    }

    @Test
    void result_ofAStudyThatEnded_isTheOneOfItsLabel() {
        candidates.put("s", candidate("unoptimized", "x", 0.5, 1, 0));
        candidates.put("s", candidate("better on paper", "y", 1, 1, 1));
        assertThat(histories.list(study("s", "unoptimized")).getCandidatesList())
                .extracting(StudyCandidate::getBest)
                .containsExactly(true, false);
        assertThat(histories.list(study("s", "")).getCandidatesList())
                .as("the earliest best so far")
                .extracting(StudyCandidate::getBest)
                .containsExactly(false, true);
    }

    @Test
    void studies_compared_arePairedOnTheSameRows() {
        candidates.put("s", candidate("a", "x", 0.5, 1, 0, 0, 1));
        candidates.put("t", candidate("a", "x", 0.75, 1, 1, 0, 1));
        var foreign = candidate("a", "x", 0, 0, 0, 0, 0).toBuilder();
        for (var score : foreign.getScoresBuilderList()) score.setContent(score.getContent() + 99);
        candidates.put("u", foreign.build());
        var compared =
                histories.compare(
                        List.of(
                                study("s", "a"),
                                study("t", "a"),
                                study("u", "a"),
                                study("none", "")));
        assertThat(compared.getStudiesCount()).isEqualTo(4);
        var paired = compared.getDifferences(0);
        assertThat(paired.getStudy()).isEqualTo("t");
        assertThat(paired.getAgainst()).isEqualTo("s");
        assertThat(paired.getExamples()).isEqualTo(4);
        // Differences 0, 1, 0, 0: deviation 0.5, quantile of t with 3 degrees of freedom 3.182446.
        assertThat(paired.getMean()).isEqualTo(0.25);
        assertThat(paired.getLow()).isCloseTo(0.25 - 3.182446 * 0.5 / 2, within(1e-6));
        assertThat(paired.getHigh()).isCloseTo(0.25 + 3.182446 * 0.5 / 2, within(1e-6));
        assertThat(compared.getDifferences(1).getExamples())
                .as("the same ids, other rows")
                .isZero();
        assertThat(compared.getDifferences(1).hasMean()).isFalse();
        assertThat(compared.getDifferences(2).getExamples()).isZero();
    }

    private static Study study(String id, String result) {
        return Study.newBuilder().setStudy(id).setResult(result).build();
    }

    private static KeptCandidate candidate(
            String label, String instruction, double mean, double... scores) {
        var kept = KeptCandidate.newBuilder();
        kept.getCandidateBuilder()
                .setLabel(label)
                .setScore(mean)
                .setState(Structs.struct(Json.object().put("p", instruction)));
        for (int i = 0; i < scores.length; i++) {
            kept.addScores(
                    KeptScore.newBuilder().setExample("e" + i).setContent(i).setScore(scores[i]));
        }
        return kept.build();
    }
}
