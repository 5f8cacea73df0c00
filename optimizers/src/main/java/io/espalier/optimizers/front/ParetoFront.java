package io.espalier.optimizers.front;

import io.espalier.optimizers.Evaluation;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * The candidates of a study that none beats in all objectives, by mean scores on the same examples.
 * Which of them is best depends on what the objectives are worth, which the study was not told: any
 * can be picked later.
 *
 * @param hypervolume of all members together, from 0 in every objective: 0 to 1
 * @param members by their scores, the best in the first objective first
 */
public record ParetoFront(List<String> objectives, double hypervolume, List<Member> members) {

    /**
     * @param candidate its label
     * @param scores mean by objective, in the order of the objectives
     * @param contribution the part of the hypervolume that no other member covers
     */
    public record Member(
            String candidate, SequencedMap<String, Double> scores, double contribution) {
        public Member {
            scores = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(scores));
        }
    }

    private record Scored(String candidate, double[] point) {}

    public ParetoFront {
        objectives = List.copyOf(objectives);
        members = List.copyOf(members);
    }

    /**
     * @param evaluations by label, in the order of their making, all on the same examples; of
     *     candidates with equal scores the first stands for all
     */
    public static ParetoFront of(
            Objectives objectives, SequencedMap<String, Evaluation> evaluations) {
        var all = new ArrayList<Scored>();
        evaluations.forEach((label, e) -> all.add(new Scored(label, objectives.means(e))));
        var front = Points.undominated(all, Scored::point);
        front.sort(bestFirst());
        var points = front.stream().map(Scored::point).toList();
        var volume = new Hypervolume(new double[objectives.names().size()]);
        return new ParetoFront(
                objectives.names(),
                volume.of(points),
                front.stream().map(s -> member(objectives, s, points, volume)).toList());
    }

    private static Comparator<Scored> bestFirst() {
        return (a, b) -> {
            for (int i = 0; i < a.point.length; i++) {
                int order = Double.compare(b.point[i], a.point[i]);
                if (order != 0) return order;
            }
            return 0;
        };
    }

    private static Member member(
            Objectives objectives, Scored scored, List<double[]> points, Hypervolume volume) {
        var others = points.stream().filter(p -> p != scored.point).toList();
        return new Member(
                scored.candidate,
                objectives.scores(scored.point),
                volume.added(scored.point, others));
    }

    public ObjectNode toJson() {
        var node = Json.object();
        node.set("objectives", Json.tree(objectives));
        node.put("hypervolume", hypervolume);
        var array = node.putArray("members");
        for (var member : members) {
            var one = array.addObject().put("candidate", member.candidate());
            one.set("scores", Json.tree(member.scores()));
            one.put("contribution", member.contribution());
        }
        return node;
    }
}
