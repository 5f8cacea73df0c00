package io.espalier.optimizers.miprov2;

import io.espalier.optimizers.Study;

/**
 * DSPy's count of everything, as its 3.4.1 does it: how many candidates and trials, what a trial is
 * scored on, and after which trial a full evaluation follows. Trials and full evaluations share one
 * numbering from 1, the default program's full evaluation.
 *
 * @param demoSets per predictor; 0 where no demos are searched
 * @param instructions per predictor, the original among them
 * @param validation examples used
 * @param minibatch of them in a trial; all of them where there are no minibatches
 */
record DspySchedule(
        int demoSets,
        int instructions,
        int trials,
        int validation,
        int minibatch,
        boolean minibatches,
        int fullEvalEvery) {
    private static final int NO_MINIBATCHES = 50;

    static DspySchedule of(MiproSettings settings, Study study) {
        var explicit = settings.candidates() != null;
        int sets = settings.candidateCount();
        int instructions = explicit ? sets : settings.instructionCount();
        int available = study.validation().size();
        int validation = explicit ? available : Math.min(available, settings.effort().validation());
        var minibatches = explicit || validation > NO_MINIBATCHES;
        int minibatch = minibatches ? Math.min(settings.minibatch(), validation) : validation;
        return new DspySchedule(
                settings.demos() ? sets : 0,
                Math.min(instructions, sets),
                settings.trialCount(study.program().predictors().size()),
                validation,
                minibatch,
                minibatches,
                settings.fullEvalEvery());
    }

    /** The number of the last trial or full evaluation. */
    int last() {
        if (!minibatches) return trials + 1;
        int atEnd = trials % fullEvalEvery == 0 ? 0 : 1;
        return trials + trials / fullEvalEvery + 1 + atEnd;
    }

    /** Whether a full evaluation takes the number after this trial's. */
    boolean fullAfter(int number) {
        return minibatches && (number % (fullEvalEvery + 1) == 0 || number == last() - 1);
    }
}
