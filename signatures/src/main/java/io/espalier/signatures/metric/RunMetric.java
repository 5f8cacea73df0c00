package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.program.Run;

/** A metric that looks at the run, or has parts that may. */
interface RunMetric extends Metric {
    @Override
    Score score(Example example, Fields prediction, Run run);

    @Override
    default Score score(Example example, Fields prediction) {
        return score(example, prediction, Run.UNKNOWN);
    }
}
