package io.espalier.optimizers.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.StudyStopped;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.Past.Earlier;
import io.espalier.optimizers.study.Past.Paid;
import io.espalier.signatures.job.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of a study that may get a larger budget afterwards, as a coordinator does it. */
public record StudyLife(Crew crew, RecordedStudy study, StudyResult result) {

    /** Runs jobs and keeps what a journal would keep. */
    public static final class Crew implements Workforce {
        private final Map<String, Outcome> records = new LinkedHashMap<>();
        private final Map<String, Outcome> others;
        private final Set<String> reused = new HashSet<>();
        private long ran;
        private long scored;
        private int left = Integer.MAX_VALUE;

        /**
         * @param others what other studies know
         */
        Crew(Map<String, Outcome> records, Map<String, Outcome> others) {
            this.records.putAll(records);
            this.others = others;
        }

        /** What is left of it after a crash. */
        Crew again() {
            var next = new Crew(records, others);
            next.reused.addAll(reused);
            return next;
        }

        void crashAfter(int jobs) {
            left = jobs;
        }

        public Map<String, Outcome> records() {
            return records;
        }

        /** Those of the records that other studies' results answered. */
        Set<String> reused() {
            return reused;
        }

        /** Jobs that were run. */
        long ran() {
            return ran;
        }

        /** Scored jobs that were run, those of test data apart. */
        public long scored() {
            return scored;
        }

        @Override
        public List<Outcome> work(List<Asked> jobs, @Nullable Duration timeLeft) {
            var outcomes = new ArrayList<Outcome>();
            for (var job : jobs) {
                if (left-- <= 0) throw new StudyStopped("crashed");
                ran++;
                if (job.job().scored() && !job.apart()) scored++;
                var outcome = Words.run(job.job());
                assertThat(records.put(job.id(), outcome)).as("run twice").isNull();
                outcomes.add(outcome);
            }
            return outcomes;
        }

        @Override
        public Map<String, Outcome> recall(List<Asked> jobs) {
            var found = new HashMap<String, Outcome>();
            for (var job : jobs) {
                var outcome = others.get(job.id());
                if (outcome != null) found.put(job.id(), outcome);
            }
            records.putAll(found);
            reused.addAll(found.keySet());
            return found;
        }
    }

    /**
     * @param others what other studies know
     */
    public static StudyLife first(long limit, Map<String, Outcome> others, Optimizer optimizer) {
        return of(limit, Past.NONE, new Crew(Map.of(), others), optimizer);
    }

    static StudyLife of(long limit, Past past, Map<String, Outcome> records, Optimizer optimizer) {
        return of(limit, past, new Crew(records, Map.of()), optimizer);
    }

    static StudyLife of(long limit, Past past, Crew crew, Optimizer optimizer) {
        var study =
                new RecordedStudy(
                        Words.input(Words.program(), Words.metricCalls(limit), 1),
                        new Past(
                                crew.records,
                                past.reused(),
                                past.free(),
                                past.paid(),
                                past.candidates(),
                                past.origin(),
                                past.run()),
                        crew,
                        StudyListener.SILENT,
                        Tolerance.DEFAULT,
                        () -> Duration.ZERO);
        return new StudyLife(crew, study, StudyRun.run(study, optimizer));
    }

    /** Goes on with a larger budget. */
    public StudyLife with(long limit, Optimizer optimizer) {
        return of(limit, raised(), crew.records, optimizer);
    }

    /** What the journal knows when the budget is raised. */
    Past raised() {
        var spent = result.spent();
        var candidates = new ArrayList<>(study.past().candidates());
        for (var one : study.candidates()) {
            var score = one.validation();
            var bare =
                    new Candidate(one.label(), one.state(), one.rationale(), one.parents(), null);
            candidates.add(new Earlier(bare, score == null ? null : Double.valueOf(score.mean())));
        }
        return new Past(
                Map.of(),
                Set.of(),
                new HashSet<>(crew.records.keySet()),
                new Paid(spent.metricCalls(), 0, result.usage(), spent.cost()),
                candidates,
                List.of(),
                study.past().run() + 1);
    }
}
