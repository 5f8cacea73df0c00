package io.espalier.deploy.bench.quality;

import io.espalier.deploy.bench.quality.Row.Method;
import io.espalier.deploy.bench.quality.Run.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was aimed at, and whether the runs show it.
 *
 * <ul>
 *   <li>An optimizer that DSPy has: its mean over the tasks at least {@value #BETTER} points above
 *       DSPy's, or not more than {@value #EQUAL} below at {@value #FEWER} of the model calls; on no
 *       task more than {@value #WORSE} points below.
 *   <li>One of our own: a mean of {@value #WITH_FEEDBACK} with a critic's feedback, {@value
 *       #WITHOUT} without, for no more model calls on any task than DSPy's MIPROv2 medium took.
 *   <li>{@code auto}: within {@value #AUTO} point of the best of all.
 *   <li>At {@value #SLOW} ms or more of latency: at most {@value #FASTER} of DSPy's wall time with
 *       the best of its numbers of threads, at the same metric calls.
 * </ul>
 *
 * Scores vary from draw to draw; wall times do so little that one run tells them apart.
 */
record Verdicts(Rows rows, Rows slow) {
    static final double BETTER = 2;
    static final double EQUAL = 0.5;
    static final double FEWER = 0.6;
    static final double WORSE = 1;
    static final double WITH_FEEDBACK = 87;
    static final double WITHOUT = 85;
    static final double AUTO = 1;
    static final double FASTER = 0.2;
    static final int SLOW = 50;
    static final int DRAWS = 5;

    private static final List<String> COMPARED =
            List.of(
                    "bootstrap-random-search",
                    "miprov2=light",
                    "miprov2=medium",
                    "miprov2=heavy",
                    "copro",
                    "simba",
                    "gepa");

    private static final String CHOOSER = "auto";
    private static final Method MEDIUM = new Method("miprov2=medium", false);

    /**
     * @param met whether the runs meet the goal
     * @param draws that it rests on; fewer than {@value #DRAWS} prove nothing
     */
    record Verdict(String about, String finding, boolean met, int draws) {
        /** In a word or a few. */
        String word() {
            if (!met) return "not met";
            return draws < DRAWS ? "met, on too few draws to rely on" : "met";
        }
    }

    List<Verdict> all() {
        var verdicts = new ArrayList<Verdict>();
        for (var method : rows.methods()) {
            if (COMPARED.contains(method.optimizer())) {
                peer(method).ifPresent(verdicts::add);
            } else if (OptimizerName.plain(method.optimizer()).equals(CHOOSER)) {
                chooser(method).ifPresent(verdicts::add);
            } else if (OptimizerName.isOurs(method.optimizer())) {
                own(method).ifPresent(verdicts::add);
            }
        }
        for (var method : slow.methods()) speed(method).ifPresent(verdicts::add);
        return verdicts;
    }

    private Optional<Verdict> peer(Method method) {
        var whole = rows.difference(method);
        if (whole.isEmpty()) return Optional.empty();
        var worst = rows.worst(method).orElseThrow();
        var below = rows.difference(method, worst);
        var calls = rows.callsOfDspy(method);
        var better = whole.mean() >= BETTER || (whole.mean() >= -EQUAL && calls <= FEWER);
        return Optional.of(
                new Verdict(
                        method.label(),
                        "%s points on DSPy's over %d draws at %.2f of its model calls; lowest on %s: %s"
                                .formatted(
                                        whole.signed(1),
                                        whole.n(),
                                        calls,
                                        worst.label(),
                                        below.signed(1)),
                        better && below.mean() >= -WORSE,
                        whole.n()));
    }

    private Optional<Verdict> own(Method method) {
        var mean = rows.mean(method, Side.ESPALIER, Row::test);
        if (mean.isEmpty()) return Optional.empty();
        var goal = method.feedback() ? WITH_FEEDBACK : WITHOUT;
        var dear = new ArrayList<String>();
        for (var task : rows.tasks()) {
            var calls = rows.mean(method, Side.ESPALIER, task, Row::modelCalls).mean();
            var medium = rows.mean(MEDIUM, Side.DSPY, task, Row::modelCalls).mean();
            if (!(calls <= medium)) dear.add(calls(task, calls, medium));
        }
        var spent =
                dear.isEmpty()
                        ? "no more model calls than DSPy's MIPROv2 medium on any task"
                        : "more model calls than DSPy's MIPROv2 medium on "
                                + String.join(", ", dear);
        return Optional.of(
                new Verdict(
                        method.label(),
                        "%s over %d draws (goal: %.0f); %s"
                                .formatted(mean.text(1), mean.n(), goal, spent),
                        mean.mean() >= goal && dear.isEmpty(),
                        mean.n()));
    }

    private static String calls(SynthTask task, double calls, double medium) {
        return Double.isNaN(medium)
                ? task.label() + " (not known: it has no run)"
                : String.format(Locale.ROOT, "%s (%.0f, not %.0f)", task.label(), calls, medium);
    }

    private Optional<Verdict> chooser(Method method) {
        var mean = rows.mean(method, Side.ESPALIER, Row::test);
        var best =
                rows.methods().stream()
                        .filter(m -> !m.equals(method) && (method.feedback() || !m.feedback()))
                        .filter(m -> !rows.mean(m, Side.ESPALIER, Row::test).isEmpty())
                        .max(
                                Comparator.comparingDouble(
                                        m -> rows.mean(m, Side.ESPALIER, Row::test).mean()));
        if (mean.isEmpty() || best.isEmpty()) return Optional.empty();
        var top = rows.mean(best.get(), Side.ESPALIER, Row::test);
        return Optional.of(
                new Verdict(
                        method.label(),
                        "%s, the best of all is %s with %s"
                                .formatted(mean.text(1), best.get().label(), top.text(1)),
                        mean.mean() >= top.mean() - AUTO,
                        Math.min(mean.n(), top.n())));
    }

    private Optional<Verdict> speed(Method method) {
        if (method.share() != 1) return Optional.empty();
        var wall = slow.wallOfDspy(method, SLOW);
        return wall.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Verdict(
                                method.label() + ", slow endpoint",
                                "%s of DSPy's wall time with its best number of threads, over %d runs"
                                        .formatted(wall.text(2), wall.n()),
                                wall.mean() <= FASTER,
                                DRAWS));
    }
}
