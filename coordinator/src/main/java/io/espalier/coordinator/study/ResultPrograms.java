package io.espalier.coordinator.study;

import io.espalier.coordinator.store.Lineage;
import io.espalier.coordinator.wire.AuthoredState;
import io.espalier.coordinator.wire.Structs;
import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.spec.StudySpec;
import io.espalier.optimizers.study.RecordedStudy;
import io.espalier.optimizers.study.StudyResult;
import io.espalier.signatures.adapter.Adapter;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import io.espalier.signatures.program.TraceStep;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.RenderedMessage;
import io.espalier.v1.RenderedPrompt;
import io.espalier.v1.StudyEvent.CandidateScored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A study's result as a program that can be run, shown and exported. */
final class ResultPrograms {
    private ResultPrograms() {}

    static OptimizedProgram of(String id, StudySpec spec, RecordedStudy study, StudyResult result) {
        return of(
                id,
                spec,
                result.learned(),
                Lineage.parentsFirst(lastTold(study), Candidate::label, Candidate::parents).stream()
                        .map(c -> lineage(c, result.label()))
                        .toList(),
                study.recorded(result.learned(), study.validation().getFirst()));
    }

    /** Each label once: what was told without a score may have been told again with one. */
    private static List<Candidate> lastTold(RecordedStudy study) {
        var byLabel = new LinkedHashMap<String, Candidate>();
        for (var candidate : study.candidates()) {
            byLabel.merge(
                    candidate.label(),
                    candidate,
                    (before, now) -> now.validation() == null ? before : now);
        }
        return List.copyOf(byLabel.values());
    }

    /**
     * @param first run of the state on the first validation example, where it was recorded
     */
    static OptimizedProgram of(
            String id,
            StudySpec spec,
            ProgramState state,
            List<CandidateScored> lineage,
            Optional<Outcome> first) {
        var program =
                OptimizedProgram.newBuilder()
                        .setStudy(id)
                        .setProgram(Structs.struct(spec.program().document()))
                        .setState(Structs.struct(state.toJson()))
                        .setInitialState(Structs.struct(AuthoredState.of(spec.program()).toJson()))
                        .setAdapter(spec.adapter())
                        .putModels("task", Structs.value(spec.models().specs().get("task")))
                        .putModels(
                                "reflection",
                                Structs.value(spec.models().specs().get("reflection")));
        var framing = spec.framing();
        if (framing != null) program.setFraming(Structs.struct(framing));
        program.addAllLineage(lineage);
        first.ifPresent(run -> program.addAllPrompts(prompts(spec, state, run)));
        return program.build();
    }

    private static CandidateScored lineage(Candidate candidate, @Nullable String result) {
        var scored =
                CandidateScored.newBuilder()
                        .setLabel(candidate.label())
                        .setRationale(candidate.rationale())
                        .addAllParents(candidate.parents())
                        .setBest(candidate.label().equals(result));
        var validation = candidate.validation();
        if (validation != null) scored.setValidation(validation.mean());
        return scored.build();
    }

    /** The first call of each predictor; of an ensemble, its first member's. */
    private static List<RenderedPrompt> prompts(StudySpec spec, ProgramState state, Outcome run) {
        var prompts = new ArrayList<RenderedPrompt>();
        var framing = spec.framing();
        var adapter =
                Adapters.of(
                        spec.adapter(), framing == null ? Framing.DEFAULT : Framing.of(framing));
        var shown = state.isEnsemble() ? state.members().getFirst() : state;
        for (var predictor : spec.program().predictors()) {
            run.trace().stream()
                    .filter(step -> step.predictor().equals(predictor.path()))
                    .findFirst()
                    .ifPresent(step -> prompts.add(prompt(spec.program(), shown, adapter, step)));
        }
        return prompts;
    }

    private static RenderedPrompt prompt(
            ProgramDefinition program, ProgramState state, Adapter adapter, TraceStep step) {
        var predictor = program.predictor(step.predictor());
        var learned = state.of(step.predictor());
        var signature = predictor.signature(learned);
        var demos = learned.shown(signature, step.inputs());
        var request = adapter.format(signature, demos, step.inputs());
        var prompt = RenderedPrompt.newBuilder().setPredictor(step.predictor());
        for (var message : request.messages()) {
            prompt.addMessages(
                    RenderedMessage.newBuilder()
                            .setRole(message.role().wireName())
                            .setText(message.text()));
        }
        return prompt.build();
    }
}
