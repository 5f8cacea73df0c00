package io.espalier.deploy.study;

import io.espalier.deploy.print.ProtoJson;
import io.espalier.optimizers.spec.StudySpec;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.JobRunner;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.program.ProgramState;
import io.espalier.v1.OptimizedProgram;
import io.espalier.worker.provider.OpenModel;
import io.espalier.worker.provider.Providers;
import java.util.List;

/** A program as it was before a study and as it is after, asked the same in this process. */
public final class Comparison implements AutoCloseable {
    private final OpenModel model;
    private final JobRunner runner;
    private final ProgramState before;
    private final ProgramState after;

    private Comparison(OpenModel model, JobRunner runner, ProgramState before, ProgramState after) {
        this.model = model;
        this.runner = runner;
        this.before = before;
        this.after = after;
    }

    /** One example, answered twice. */
    public record Answers(Example example, Outcome before, Outcome after) {}

    public static Comparison of(StudySpec spec, OptimizedProgram result, Providers providers) {
        var framing = spec.framing() == null ? Framing.DEFAULT : Framing.of(spec.framing());
        var task = spec.models().task();
        var model = providers.open(task);
        var runner =
                new JobRunner(
                        spec.program(),
                        Adapters.of(spec.adapter(), framing),
                        model,
                        task.sampling(),
                        spec.metric());
        return new Comparison(
                model,
                runner,
                ProgramState.of(ProtoJson.of(result.getInitialState())),
                ProgramState.of(ProtoJson.of(result.getState())));
    }

    public List<Answers> answers(List<Example> examples) {
        return examples.stream()
                .map(example ->
                        new Answers(
                                example,
                                runner.run(before, example, Rollout.PLAIN),
                                runner.run(after, example, Rollout.PLAIN)))
                .toList();
    }

    @Override
    public void close() {
        model.close();
    }
}
