package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.RandomStreams;
import io.espalier.optimizers.Shuffled;
import io.espalier.optimizers.Study;
import io.espalier.optimizers.fewshot.Bootstrap;
import io.espalier.optimizers.fewshot.BootstrapSettings;
import io.espalier.optimizers.fewshot.LabeledDemos;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;

/**
 * DSPy's demo sets: none, labelled ones, a bootstrap along the examples as they come, then
 * bootstraps in orders and with sizes of their own. Walks run side by side and come out as one
 * after the other.
 */
final class DspyDemos {
    private static final int SHOWN_TO_PROPOSER = 3;

    private DspyDemos() {}

    /**
     * @return the states that hold the sets, in order
     */
    static List<ProgramState> sets(Study study, MiproSettings settings, RandomStreams streams) {
        var states = new ArrayList<ProgramState>();
        var walks = new ArrayList<Bootstrap>();
        // Without demos in the search some are bootstrapped all the same, for the proposer.
        int most = settings.demos() ? settings.maxBootstrapped() : SHOWN_TO_PROPOSER;
        for (int set = 0; set < settings.candidateCount(); set++) {
            var random = streams.stream(set);
            if (set == 0) {
                states.add(ProgramState.EMPTY);
            } else if (set == 1 && settings.maxLabeled() > 0) {
                states.add(
                        LabeledDemos.state(
                                study.program(),
                                ProgramState.EMPTY,
                                study.training(),
                                settings.maxLabeled(),
                                random));
            } else {
                var inOrder = set == 2;
                var order = inOrder ? study.training() : Shuffled.of(study.training(), random);
                int size = inOrder ? most : most == 0 ? 0 : 1 + random.nextInt(most);
                walks.add(
                        new Bootstrap(
                                study.program(),
                                ProgramState.EMPTY,
                                order,
                                new BootstrapSettings(
                                        size,
                                        settings.maxLabeled(),
                                        1,
                                        settings.metricThreshold(),
                                        Job.Role.TASK),
                                random));
            }
        }
        Bootstrap.walk(study, walks);
        walks.forEach(walk -> states.add(walk.student()));
        return states;
    }
}
