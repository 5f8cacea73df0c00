package io.espalier.optimizers.simba;

import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.fewshot.TraceDemos;
import io.espalier.optimizers.propose.Evidence;
import io.espalier.optimizers.propose.Question;
import io.espalier.optimizers.race.Contest;
import io.espalier.optimizers.race.Contest.Entrant;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes new programs of good old ones, from examples on which runs differed: shows the best run as
 * a demo, or gives advice, or both.
 */
final class Newcomers {
    /** How many of the best are built upon, and how strictly the better ones are preferred. */
    private static final int SOURCES = 6;

    private static final double TEMPERATURE = 0.1;

    /** Examples that one request for advice shows. */
    private static final int EVIDENCE = 8;

    private enum Change {
        DEMO("one more demo for '%s'"),
        ADVICE("new advice for '%s'"),
        BOTH("one more demo and new advice for '%s'");

        final String rationale;

        Change(String rationale) {
            this.rationale = rationale;
        }
    }

    /**
     * @param asks one per predictor; none where there is no advice
     */
    private record Plan(Entrant source, Wavering focus, Change change, List<Question.Ask> asks) {}

    private final Study study;
    private final Contest contest;
    private final SimbaSettings settings;
    private int draws;

    Newcomers(Study study, Contest contest, SimbaSettings settings) {
        this.study = study;
        this.contest = contest;
        this.settings = settings;
    }

    /**
     * @param telling the last step's examples, the most telling first
     * @return at most {@code count}; each differs from every program before
     */
    List<Entrant> make(int step, List<Wavering> telling, int count, RandomGenerator random) {
        var plans = new ArrayList<Plan>();
        // A second round serves batches smaller than the number of programs.
        for (int i = 0; plans.size() < count && i < 2 * telling.size(); i++) {
            plan(telling, telling.get(i % telling.size()), random).ifPresent(plans::add);
        }
        var asks = plans.stream().flatMap(plan -> plan.asks.stream()).toList();
        var advice = Question.answers(study, asks).stream().map(Advice::of).iterator();
        var made = new ArrayList<Entrant>();
        for (var plan : plans) {
            var state = plan.source.state();
            if (plan.change != Change.ADVICE) state = withDemo(state, plan.focus, random);
            if (!plan.asks.isEmpty()) {
                for (var predictor : study.program().predictors()) {
                    state = Advice.given(state, predictor, advice.next());
                }
            }
            var label = "step " + step + ", program " + (made.size() + 1);
            var rationale = plan.change.rationale.formatted(plan.source.label());
            contest.enter(state, label, rationale, plan.source).ifPresent(made::add);
        }
        return made;
    }

    private Optional<Plan> plan(List<Wavering> telling, Wavering focus, RandomGenerator random) {
        var source = contest.draw(SOURCES, TEMPERATURE, random);
        var changes = new ArrayList<Change>();
        var demo = showable(telling, focus) && !contest.shows(source, focus.example());
        var advice = telling.stream().anyMatch(w -> w.worst().value() < Evidence.RIGHT);
        if (demo) changes.add(Change.DEMO);
        if (advice) changes.add(Change.ADVICE);
        if (demo && advice) changes.add(Change.BOTH);
        if (changes.isEmpty()) return Optional.empty();
        var change = changes.get(random.nextInt(changes.size()));
        var asks =
                change == Change.DEMO
                        ? List.<Question.Ask>of()
                        : asks(source, evidence(telling, focus, random));
        return Optional.of(new Plan(source, focus, change, asks));
    }

    /** No run of the batch scored higher: partly right ones are shown only where none is right. */
    private boolean showable(List<Wavering> telling, Wavering focus) {
        double best = telling.stream().mapToDouble(w -> w.best().answer()).max().orElseThrow();
        return settings.maxDemos() > 0 && best > 0 && focus.best().answer() >= best;
    }

    /** The focus, then others with a run that is not right, then any. */
    private static List<Wavering> evidence(
            List<Wavering> telling, Wavering focus, RandomGenerator random) {
        var evidence = new ArrayList<Wavering>();
        evidence.add(focus);
        var others = Shuffled.of(telling, random);
        for (var wrong : List.of(true, false)) {
            for (var other : others) {
                if (evidence.size() == EVIDENCE) return evidence;
                var isWrong = other.worst().value() < Evidence.RIGHT;
                if (isWrong == wrong && other != focus) evidence.add(other);
            }
        }
        return evidence;
    }

    private List<Question.Ask> asks(Entrant source, List<Wavering> evidence) {
        draws++;
        return study.program().predictors().stream()
                .map(p -> Advice.ask(study.program(), source.state(), p, evidence, draws))
                .toList();
    }

    /** A predictor whose demos are full loses one of them at random. */
    private ProgramState withDemo(ProgramState before, Wavering shown, RandomGenerator random) {
        var state = before;
        for (var predictor : study.program().predictors()) {
            var demo = TraceDemos.of(shown.best().trace(), predictor.path());
            if (demo.isEmpty()) continue;
            contest.origin(demo.get(), shown.example());
            var demos = new ArrayList<Demo>(state.of(predictor.path()).demos());
            while (demos.size() >= settings.maxDemos()) demos.remove(random.nextInt(demos.size()));
            demos.add(demo.get());
            state = state.change(predictor.path(), p -> p.withDemos(demos));
        }
        return state;
    }
}
