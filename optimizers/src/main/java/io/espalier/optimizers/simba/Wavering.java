package io.espalier.optimizers.simba;

import io.espalier.optimizers.Study;
import io.espalier.optimizers.race.Contest;
import io.espalier.optimizers.race.Contest.Entrant;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.Rollout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The runs of several programs, or several draws of one, on one training example: where they differ
 * there is something to learn.
 *
 * @param runs the best first
 */
record Wavering(Example example, List<Outcome> runs) {
    static final int DRAWS = 3;
    private static final double TEMPERATURE = 1.0;

    /** Where the scores differ most comes first; then where the best is best. */
    private static final Comparator<Wavering> MOST_TELLING =
            Comparator.comparingDouble(Wavering::gap)
                    .thenComparingDouble(w -> w.best().value())
                    .thenComparingDouble(w -> w.best().value() - w.mean())
                    .reversed();

    Wavering {
        runs = runs.stream().sorted(Comparator.comparingDouble(Outcome::value).reversed()).toList();
    }

    /** The first program's plain run on each example, and draws at temperature 1. */
    static List<Wavering> ofDraws(Study study, Contest contest, List<Example> batch) {
        var first = contest.entrants().getFirst();
        var plain = contest.run(List.of(first), batch).getFirst();
        var jobs = new ArrayList<Job>();
        for (var example : batch) {
            for (int draw = 1; draw <= DRAWS; draw++) {
                var rollout = Rollout.draw(draw, TEMPERATURE);
                jobs.add(
                        new Job(
                                study.program(),
                                first.state(),
                                example,
                                rollout,
                                Job.Role.TASK,
                                true));
            }
        }
        var drawn = study.run(jobs);
        var all = new ArrayList<Wavering>();
        for (int i = 0; i < batch.size(); i++) {
            var runs = new ArrayList<>(drawn.subList(i * DRAWS, (i + 1) * DRAWS));
            runs.add(plain.get(i));
            all.add(new Wavering(batch.get(i), runs));
        }
        return sorted(all);
    }

    /** One run of each program on each example; a run that had seen the answer tells nothing. */
    static List<Wavering> between(Contest contest, List<Entrant> runners, List<Example> batch) {
        var outcomes = contest.run(runners, batch);
        var all = new ArrayList<Wavering>();
        for (int i = 0; i < batch.size(); i++) {
            var runs = new ArrayList<Outcome>();
            for (int r = 0; r < runners.size(); r++) {
                if (contest.shows(runners.get(r), batch.get(i))) continue;
                runs.add(outcomes.get(r).get(i));
            }
            if (!runs.isEmpty()) all.add(new Wavering(batch.get(i), runs));
        }
        return sorted(all);
    }

    /** The most telling first. */
    static List<Wavering> sorted(List<Wavering> all) {
        return all.stream().sorted(MOST_TELLING).toList();
    }

    Outcome best() {
        return runs.getFirst();
    }

    Outcome worst() {
        return runs.getLast();
    }

    double gap() {
        return best().value() - worst().value();
    }

    private double mean() {
        return runs.stream().mapToDouble(Outcome::value).average().orElseThrow();
    }
}
