package io.espalier.optimizers.study;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.front.ParetoFront;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a study came to.
 *
 * @param message one sentence for a study that failed, or whose budget ended; empty otherwise
 * @param learned the resulting state; the unoptimized one where nothing better was found
 * @param label of the candidate that it came from; null where it is the unoptimized one, or was not
 *     reported
 * @param validation null when no validation example was scored
 * @param test null without test data, and when none of it was scored
 * @param spent in all runs of the study, without what a resumed one forgot as failed
 * @param usage of the optimizer
 * @param apart of the scorings of test data
 * @param reused jobs that other studies' results answered, those of test data among them
 * @param front of all candidates with a score on all validation examples, and of the unoptimized
 *     program; null for a metric of one end, and where the unoptimized program was not scored
 * @param notes what a reader of the scores should know
 */
public record StudyResult(
        Ending ending,
        String message,
        ProgramState learned,
        @Nullable String label,
        @Nullable ScoreChange validation,
        @Nullable ScoreChange test,
        Budget.Spent spent,
        Usage usage,
        Usage apart,
        long reused,
        Map<Blame, Long> errors,
        @Nullable ParetoFront front,
        List<String> notes) {

    /** How it ended. */
    public enum Ending {
        /** The optimizer was through. */
        DONE,
        /** The budget did not cover its next question. */
        BUDGET,
        /** It found nothing left to improve. */
        CONVERGED,
        /** It could not go on; what was learned so far is kept. */
        FAILED
    }

    public StudyResult {
        errors = Map.copyOf(errors);
        notes = List.copyOf(notes);
    }

    public boolean failed() {
        return ending == Ending.FAILED;
    }

    /** {@code done}, {@code budget}, {@code converged}, or for a failed study its message. */
    public String reason() {
        return switch (ending) {
            case DONE -> "done";
            case BUDGET -> "budget";
            case CONVERGED -> "converged";
            case FAILED -> message;
        };
    }

    /**
     * The members of a study's result that come from its run; whoever keeps the study adds {@code
     * study}, {@code name}, {@code optimizer}, {@code seed}, {@code seconds} and {@code release}.
     */
    public ObjectNode toJson() {
        var node = Json.object();
        node.put("state", failed() ? "failed" : "finished");
        node.put("reason", reason());
        put(node, "validation", validation);
        put(node, "test", test);
        node.put("metric_calls", spent.metricCalls());
        node.put("model_calls", usage.calls());
        node.put("test_calls", apart.calls());
        node.put("reused", reused);
        node.put("reused_metric_calls", spent.reused());
        node.put("remembered", usage.saved().calls());
        var tokens = node.putObject("tokens");
        tokens.put("prompt", usage.prompt());
        tokens.put("completion", usage.completion());
        tokens.put("cached", usage.cached());
        if (spent.cost() > 0) node.put("cost", spent.cost());
        var byBlame = node.putObject("errors");
        var counts = new EnumMap<Blame, Long>(Blame.class);
        counts.putAll(errors);
        for (var blame : Blame.values()) byBlame.put(blame.label(), counts.getOrDefault(blame, 0L));
        if (front != null) node.set("front", front.toJson());
        if (!notes.isEmpty()) node.set("notes", Json.tree(notes));
        return node;
    }

    private static void put(ObjectNode node, String name, @Nullable ScoreChange change) {
        if (change == null) return;
        var member = node.putObject(name);
        member.put("before", change.before());
        if (change.after() != null) member.put("after", change.after());
        member.put("examples", change.examples());
        if (change.examples() < change.of()) member.put("of", change.of());
    }
}
