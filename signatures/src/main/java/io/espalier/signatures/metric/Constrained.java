package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One metric to make as good as possible while others reach a level, example by example. A
 * prediction that reaches all levels scores from 1/2 up, {@code (1 + goal) / 2}; any other scores
 * below 1/2, so below every one that does, whatever its goal: {@code (1 - shortfall) / 2}, where
 * the shortfall is the mean over the constraints of the missing share of their level. So there is a
 * slope from outside to inside, and the goal counts inside only (the rules of Deb, "An efficient
 * constraint handling method for genetic algorithms", 2000, as one number).
 */
record Constrained(Metric goal, SequencedMap<String, Constraint> constraints) implements RunMetric {
    /** The goal's name among the parts. */
    static final String GOAL = "maximize";

    private static final double FEASIBLE = 0.5;

    /**
     * @param least level to reach, above 0 to 1
     */
    record Constraint(Metric metric, double least) {}

    Constrained {
        constraints = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(constraints));
    }

    @Override
    public Score score(Example example, Fields prediction, Run run) {
        var parts = new LinkedHashMap<String, Double>();
        var feedback = new ArrayList<String>();
        var best = goal.score(example, prediction, run);
        parts.put(GOAL, best.value());
        if (best.feedback() != null) feedback.add(best.feedback());
        double shortfall = 0;
        double answerShortfall = 0;
        int answerConstraints = 0;
        for (var entry : constraints.entrySet()) {
            var least = entry.getValue().least();
            var score = entry.getValue().metric().score(example, prediction, run);
            parts.put(entry.getKey(), score.value());
            if (entry.getValue().metric().judgesAnswer()) {
                answerConstraints++;
                answerShortfall += Math.max(0, least - score.answer()) / least;
            }
            if (score.value() >= least) continue;
            shortfall += (least - score.value()) / least;
            feedback.add(
                    entry.getKey()
                            + ": must score at least "
                            + least
                            + ", scores "
                            + score.value()
                            + (score.feedback() == null ? "" : ": " + score.feedback()));
        }
        var value =
                shortfall == 0
                        ? FEASIBLE + (1 - FEASIBLE) * best.value()
                        : outside(shortfall / constraints.size());
        return new Score(
                value,
                feedback.isEmpty() ? null : String.join("; ", feedback),
                parts,
                judgesAnswer() ? answer(best, answerShortfall, answerConstraints) : value);
    }

    /** The rules applied to what judges the answer; all of it is right where nothing speaks. */
    private double answer(Score best, double shortfall, int constraints) {
        if (shortfall > 0) return outside(shortfall / constraints);
        return goal.judgesAnswer() ? best.answer() : 1;
    }

    /** However small the shortfall, it is outside. */
    private static double outside(double shortfall) {
        return Math.clamp(FEASIBLE * (1 - shortfall), 0, Math.nextDown(FEASIBLE));
    }

    @Override
    public List<String> objectives() {
        return Stream.concat(Stream.of(GOAL), constraints.sequencedKeySet().stream()).toList();
    }

    @Override
    public boolean judgesAnswer() {
        return metrics().anyMatch(Metric::judgesAnswer);
    }

    private Stream<Metric> metrics() {
        return Stream.concat(
                Stream.of(goal), constraints.values().stream().map(Constraint::metric));
    }

    @Override
    public List<String> reads(Signature signature) {
        return metrics().flatMap(m -> m.reads(signature).stream()).distinct().toList();
    }

    @Override
    public JsonNode document() {
        var details = Json.object();
        details.set(GOAL, goal.document());
        var members = details.putObject("subject-to");
        constraints.forEach((name, constraint) -> {
            var member = members.putObject(name).put("at-least", constraint.least());
            member.set("metric", constraint.metric().document());
        });
        return Json.object().set("constrained", details);
    }

    @Override
    public void close() {
        metrics().forEach(Metric::close);
    }
}
