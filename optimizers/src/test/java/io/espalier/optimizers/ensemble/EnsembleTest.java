package io.espalier.optimizers.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.CountingStudy;
import io.espalier.optimizers.Optimizer;
import io.espalier.optimizers.OptimizerContract;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.study.InMemoryStudy;
import io.espalier.signatures.Fields;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.metric.Agreement;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EnsembleTest extends OptimizerContract {
    private static final int STATES = 6;

    @Override
    protected Optimizer optimizer() {
        return new Ensemble("instructions", EnsembleTest::scoreAll, 3);
    }

    private static List<ProgramState> states(ProgramDefinition program) {
        var path = program.predictors().getFirst().path();
        return IntStream.range(0, STATES)
                .mapToObj(i -> "Do it well, in way " + i + ".")
                .map(text -> ProgramState.EMPTY.change(path, p -> p.withInstruction(text)))
                .toList();
    }

    /** An optimizer that scores some instructions on everything, one after the other. */
    private static ProgramState scoreAll(ProgramDefinition program, Study study) {
        Candidate best = null;
        for (var state : states(program)) {
            var label = "way " + states(program).indexOf(state);
            var evaluation = study.evaluate(state, study.validation());
            var candidate = new Candidate(label, state, "", List.of(), evaluation);
            study.report(candidate);
            if (best == null || candidate.score() > best.score()) best = candidate;
        }
        return best == null ? ProgramState.EMPTY : best.state();
    }

    /** Each instruction is wrong for a sixth of the words, each for another one. */
    private static Outcome apart(Job job) {
        var word = Integer.parseInt(job.example().fields().hash().substring(0, 6), 16) % STATES;
        return answer(job, text -> !text.endsWith(" " + word + "."));
    }

    /** All instructions are right for the same words. */
    private static Outcome together(Job job) {
        return answer(job, text -> job.example().fields().hash().charAt(0) < 'c');
    }

    private static Outcome answer(Job job, Predicate<String> right) {
        var members = job.state().isEnsemble() ? job.state().members() : List.of(job.state());
        var predictions = new ArrayList<Optional<Fields>>();
        var kind = job.example().fields().text("kind");
        for (var member : members) {
            var told = member.of("sort").instruction();
            var answer = told != null && right.test(told) ? kind : "neither";
            predictions.add(Optional.of(Fields.of("kind", answer)));
        }
        var outputs = job.program().signature().outputs();
        int winner = Agreement.winner(outputs, predictions).orElseThrow();
        var prediction = predictions.get(winner).orElseThrow();
        var usage = new Usage(members.size(), 10L * members.size(), 5, 0);
        var score = Score.of(prediction.text("kind").equals(kind));
        return new Outcome(prediction, score, List.of(), usage, null);
    }

    private static InMemoryStudy study(Budget.Limits limits, Function<Job, Outcome> runner) {
        return Words.study(Words.input(Words.program(), limits, 1), runner);
    }

    @Test
    void statesThatErrApart_voteAndScoreMore() {
        var result = study(Budget.Limits.NONE, EnsembleTest::apart).run(optimizer());

        assertThat(result.learned().members()).hasSize(3);
        assertThat(result.notes())
                .anyMatch(note ->
                        note.contains("a vote of 3 states") && note.contains("takes 3 runs"));
        var single = study(Budget.Limits.NONE, EnsembleTest::apart).run(EnsembleTest::scoreAll);
        assertThat(Words.after(result)).isGreaterThan(Words.after(single));
        assertThat(result.label()).isEqualTo("ensemble");
    }

    /** Only the vote itself is run anew: what members answered is known. */
    @Test
    void choice_amongScoredStates_takesOneRunOfTheVote() {
        var study = new CountingStudy(study(Budget.Limits.NONE, EnsembleTest::apart));
        optimizer().optimize(Words.program(), study);

        assertThat(study.asked().stream().distinct().count()).isEqualTo((1 + STATES + 1) * 40);
        assertThat(study.asked().stream().filter(job -> job.state().isEnsemble())).hasSize(40);
    }

    @Test
    void statesThatErrTogether_leaveTheBestAlone() {
        var result = study(Budget.Limits.NONE, EnsembleTest::together).run(optimizer());

        assertThat(result.learned().isEnsemble()).isFalse();
        assertThat(result.notes())
                .anyMatch(note -> note.startsWith("ensemble: the best single state is the result"));
    }

    @Test
    void size_ofFive_takesUpToFive() {
        var five = new Ensemble("instructions", EnsembleTest::scoreAll, 5);
        var result = study(Budget.Limits.NONE, EnsembleTest::apart).run(five);

        assertThat(result.learned().members()).hasSizeBetween(3, 5);
        assertThat(result.learned().members()).doesNotHaveDuplicates();
    }

    @Test
    void budget_thatCoversNoVote_leavesTheBestFound() {
        var result = study(Words.metricCalls(130), EnsembleTest::apart).run(optimizer());

        assertThat(result.learned().isEnsemble()).isFalse();
        assertThat(result.spent().metricCalls()).isLessThanOrEqualTo(130);
    }

    @Test
    void size_belowThree_isRefused() {
        assertThatThrownBy(() -> new Ensemble("instructions", EnsembleTest::scoreAll, 2))
                .hasMessageContaining("size: 2");
    }
}
