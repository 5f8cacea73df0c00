package io.espalier.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cluster.v1.KeptCandidate;
import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.journal.JournalPlace;
import io.espalier.coordinator.wire.Structs;
import io.espalier.signatures.data.DataFiles;
import io.espalier.signatures.json.Json;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.Study;
import io.espalier.v1.StudyCandidate;
import io.espalier.v1.StudyState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables beside the journal, on a real file. */
class StoresTest {
    @TempDir Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(new JournalPlace(folder));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void dataSet_putTwice_isKeptOnceAndReadBack() {
        var sets = new DataSets(database);
        var set =
                DataFiles.jsonLines("{\"a\": \"\\u00e9\", \"n\": [1, 2.5]}\n{\"a\": null}\n", "x");
        var first = sets.put("first", set);
        assertThat(sets.put("second", set)).isEqualTo(first);
        database.close();
        open();
        var again = new DataSets(database);
        assertThat(again.find(first.hash())).contains(first);
        assertThat(again.load(first.hash()).orElseThrow()).isEqualTo(set);
        assertThat(again.load("sha256:none")).isEmpty();
    }

    @Test
    void studies_listed_newestFirstPageByPage() {
        var studies = new Studies(database);
        for (int i = 0; i < 7; i++) studies.put(study("id" + i, "n", i / 2, StudyState.RUNNING));
        var listed = new ArrayList<String>();
        Optional<Studies.Position> after = Optional.empty();
        while (true) {
            var page = studies.list(3, after);
            page.forEach(study -> listed.add(study.getStudy()));
            if (page.size() < 3) break;
            after = Optional.of(Studies.Position.of(page.getLast()));
        }
        assertThat(listed).containsExactly("id6", "id4", "id5", "id2", "id3", "id0", "id1");
    }

    @Test
    void studies_found_byIdBeginningOrName() {
        var studies = new Studies(database);
        studies.put(study("abc1", "tickets", 1, StudyState.FINISHED));
        studies.put(study("abc2", "tickets", 2, StudyState.RUNNING));
        assertThat(studies.find("abc1")).hasSize(1);
        assertThat(studies.find("tickets")).extracting(Study::getStudy).containsExactly("abc2");
        assertThat(studies.find("abc")).hasSize(2);
        assertThat(studies.find("%")).isEmpty();
        assertThat(studies.unfinished("spec").orElseThrow().getStudy()).isEqualTo("abc2");
        studies.put(study("abc2", "tickets", 2, StudyState.FINISHED));
        assertThat(studies.unfinished("spec")).isEmpty();
    }

    @Test
    void candidate_toldAgainWithAScore_hasItAndKeepsItsPlace() {
        var candidates = new Candidates(database);
        var first = StudyCandidate.newBuilder().setLabel("first").setRationale("bare");
        candidates.put("s", kept(first));
        candidates.put("s", kept(StudyCandidate.newBuilder().setLabel("second").setScore(0.5)));
        candidates.put("s", kept(first.clone().setScore(0.7)));
        candidates.put("s", kept(first.clone()));
        candidates.put("s", kept(first.clone().setScore(0.1)));
        candidates.put("other", kept(first.clone()));
        assertThat(candidates.list("s"))
                .extracting(c -> c.getCandidate().getLabel() + " " + c.getCandidate().getScore())
                .containsExactly("first 0.7", "second 0.5");
        assertThat(candidates.list("other"))
                .extracting(c -> c.getCandidate().hasScore())
                .containsExactly(false);
    }

    private static KeptCandidate kept(StudyCandidate.Builder candidate) {
        return KeptCandidate.newBuilder().setCandidate(candidate).build();
    }

    @Test
    void releases_ofOneName_countUpAndStayWhatTheyAre() {
        var programs = new Programs(database);
        var program = OptimizedProgram.newBuilder().setAdapter("chat").build();
        var first = programs.release("s1", "n", program);
        assertThat(first.getRelease()).isEqualTo("n@1");
        assertThat(programs.release("s1", "n", program.toBuilder().setAdapter("xml").build()))
                .as("the same study again")
                .isEqualTo(first);
        assertThat(programs.release("s2", "n", program).getRelease()).isEqualTo("n@2");
        assertThat(programs.find("n@1")).contains(first);
        assertThat(programs.find("n").orElseThrow().getRelease()).isEqualTo("n@2");
        assertThat(programs.find("n@latest").orElseThrow().getRelease()).isEqualTo("n@2");
        assertThat(programs.find("n@3")).isEmpty();
        assertThat(programs.find("n@x")).isEmpty();
    }

    @Test
    void releases_madeAtOnce_getDifferentVersions() throws Exception {
        var programs = new Programs(database);
        var tasks = new ArrayList<Callable<String>>();
        for (int i = 0; i < 4; i++) {
            var id = "s" + i;
            tasks.add(() ->
                    programs.release(id, "n", OptimizedProgram.getDefaultInstance()).getRelease());
        }
        var releases = new HashSet<String>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var done : threads.invokeAll(tasks)) releases.add(done.get());
        }
        assertThat(releases).containsExactlyInAnyOrder("n@1", "n@2", "n@3", "n@4");
    }

    @Test
    void program_keptWithoutRelease_becomesOneWhenItsStudyFinishes() {
        var programs = new Programs(database);
        var program = OptimizedProgram.newBuilder().setAdapter("chat").build();
        programs.keep("s", 0, "n", program);
        assertThat(programs.ofStudy("s")).contains(program);
        assertThat(programs.find("n")).isEmpty();
        assertThat(programs.release("s", "n", program).getRelease()).isEqualTo("n@1");
    }

    @Test
    void tables_thatAnEarlierVersionLacked_areAdded() {
        database.transact(connection -> {
            try (var drop = connection.createStatement()) {
                drop.execute("DROP TABLE espalier_result");
                drop.execute("DROP TABLE espalier_result_size");
                return drop.execute("DROP TABLE espalier_candidate");
            }
        });
        database.close();
        open();
        new SharedResults(database, 1000).put(Map.of(id(1), outcome(1)));
        assertThat(new Candidates(database).list("s")).isEmpty();
    }

    @Test
    void results_kept_areFoundByWhatDecidesThem() {
        var results = new SharedResults(database, 1 << 20);
        var many = new HashMap<String, byte[]>();
        for (int i = 0; i < 600; i++) many.put(id(i), outcome(i));
        results.put(many);
        results.put(Map.of(id(3), outcome(4)));
        var asked = new ArrayList<>(many.keySet());
        asked.add(id(1000));
        var found = results.find(asked);
        assertThat(found).hasSize(600).doesNotContainKey(id(1000));
        assertThat(found.get(id(3))).as("the first one stands").isEqualTo(outcome(3));
        assertThat(results.find(List.of())).isEmpty();
    }

    @Test
    void results_full_loseWhatNobodyAskedForLongest() {
        var day = new AtomicInteger(1);
        var results = new SharedResults(database, 200_000, day::get);
        for (int i = 0; i < 1200; i++) {
            if (i == 400) day.set(2);
            if (i == 600) {
                day.set(3);
                assertThat(results.find(List.of(id(0)))).as("asked for on day 3").hasSize(1);
            }
            results.put(Map.of(id(i), new byte[100]));
        }
        var kept = results.find(IntStream.range(0, 1200).mapToObj(StoresTest::id).toList());
        assertThat(kept).hasSizeBetween(600, 200_000 / 220);
        assertThat(kept).containsKeys(id(0), id(1199)).doesNotContainKeys(id(1), id(200));
        database.close();
        open();
        assertThat(new SharedResults(database, 1).find(List.of(id(1199)))).hasSize(1);
    }

    @Test
    void results_limitOfNothing_keepsNothing() {
        var results = new SharedResults(database, 0);
        results.put(Map.of(id(1), outcome(1)));
        assertThat(results.find(List.of(id(1)))).isEmpty();
        assertThat(new SharedResults(database, 1000).find(List.of(id(1)))).isEmpty();
    }

    @Test
    void results_keptAtOnceByManyStudies_areKeptOnce() throws Exception {
        var results = new SharedResults(database, 1 << 20);
        var all = new HashMap<String, byte[]>();
        for (int i = 0; i < 100; i++) all.put(id(i), outcome(i));
        try (var threads = Executors.newFixedThreadPool(4)) {
            var tasks = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> {
                    results.put(all);
                    return true;
                });
            }
            for (var done : threads.invokeAll(tasks)) assertThat(done.get()).isTrue();
        }
        assertThat(results.find(all.keySet())).hasSize(100);
        assertThat(size()).isEqualTo(100 * 121);
    }

    private long size() {
        return database.transact(connection -> {
            try (var query = connection.prepareStatement("SELECT bytes FROM espalier_result_size");
                    var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private static String id(int number) {
        return Json.hash("job " + number);
    }

    private static byte[] outcome(int number) {
        return new byte[] {(byte) number};
    }

    @Test
    void program_ofAStudyThatGoesOn_isAnotherReleaseOnlyWhereItIsAnother() {
        var programs = new Programs(database);
        var first = programs.release("s", 0, "n", learned("a"));
        assertThat(programs.release("s", 1, "n", learned("a"))).isEqualTo(first);
        programs.keep("s", 1, "n", learned("b"));
        assertThat(programs.ofStudy("s").orElseThrow().getState())
                .as("failed with a larger budget")
                .isEqualTo(learned("b").getState());
        var second = programs.release("s", 1, "n", learned("b"));
        assertThat(second.getRelease()).isEqualTo("n@2");
        assertThat(programs.release("s", 1, "n", learned("c"))).as("told again").isEqualTo(second);
        assertThat(programs.ofStudy("s")).contains(second);
        assertThat(programs.find("n@1")).contains(first);
        assertThat(programs.release("s2", "n", learned("a")).getRelease()).isEqualTo("n@3");
        assertThat(programs.ofStudy("s")).contains(second);
    }

    private static OptimizedProgram learned(String instruction) {
        var state = Structs.struct(Json.object().put("instruction", instruction));
        return OptimizedProgram.newBuilder().setState(state).build();
    }

    private static Study study(String id, String name, long created, StudyState state) {
        var study =
                Study.newBuilder().setStudy(id).setName(name).setState(state).setSpecHash("spec");
        study.getCreatedBuilder().setSeconds(created);
        return study.build();
    }
}
