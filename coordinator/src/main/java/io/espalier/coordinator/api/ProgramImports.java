package io.espalier.coordinator.api;

import io.espalier.coordinator.store.Programs;
import io.espalier.coordinator.wire.AuthoredState;
import io.espalier.coordinator.wire.Structs;
import io.espalier.optimizers.spec.CoreParts;
import io.espalier.optimizers.spec.ModelFolders;
import io.espalier.optimizers.spec.ModelReader;
import io.espalier.optimizers.spec.StudyModels;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.document.Violation;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import io.espalier.v1.ImportProgramRequest;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.Release;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes programs that were optimized elsewhere, once all of their parts are checked. */
final class ProgramImports {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    private final Programs programs;

    ProgramImports(Programs programs) {
        this.programs = programs;
    }

    Release keep(ImportProgramRequest request) {
        var faults = new ArrayList<Violation>();
        if (!request.getName().matches(NAME)) {
            add(
                    faults,
                    "name",
                    "'"
                            + request.getName()
                            + "' cannot name a release (expected: at most 100 letters, digits, '.',"
                            + " '_' and '-', the first a letter or digit)");
        }
        var program =
                CoreParts.submitted()
                        .program(
                                Structs.json(request.getProgram()),
                                "program",
                                (field, message) -> add(faults, field, message));
        if (program != null) checkState(request, program, faults);
        var adapter = request.getAdapter().isEmpty() ? "chat" : request.getAdapter();
        if (!Adapters.KINDS.contains(adapter)) {
            add(
                    faults,
                    "adapter",
                    "unknown adapter '" + adapter + "' (known: " + Adapters.KINDS + ")");
        }
        if (request.hasFraming()) checkFraming(request, faults);
        var models = models(request, faults);
        if (program == null || models == null || !faults.isEmpty()) {
            throw ApiException.invalid("INVALID_PROGRAM", "the program", faults);
        }
        var kept = program(request, program, adapter, models);
        return release(programs.release("import-" + UUID.randomUUID(), request.getName(), kept));
    }

    private static void checkState(
            ImportProgramRequest request, ProgramDefinition program, List<Violation> faults) {
        ProgramState state;
        try {
            state = ProgramState.of(Structs.json(request.getState()));
        } catch (RuntimeException e) {
            add(faults, "state", String.valueOf(e.getMessage()));
            return;
        }
        if (!state.isEnsemble()) {
            checkPaths(state, "state", program, faults);
            return;
        }
        for (int i = 0; i < state.members().size(); i++) {
            checkPaths(state.members().get(i), "state.ensemble[" + i + "]", program, faults);
        }
    }

    private static void checkPaths(
            ProgramState state, String field, ProgramDefinition program, List<Violation> faults) {
        for (var path : state.predictors().keySet()) {
            if (program.predictors().stream().anyMatch(p -> p.path().equals(path))) continue;
            add(
                    faults,
                    field + "." + path,
                    "the program has no such predictor (it has: "
                            + program.predictors().stream().map(p -> p.path()).toList()
                            + ")");
        }
    }

    private static void checkFraming(ImportProgramRequest request, List<Violation> faults) {
        try {
            Framing.of(Structs.json(request.getFraming()));
        } catch (RuntimeException e) {
            add(faults, "framing", String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable StudyModels models(
            ImportProgramRequest request, List<Violation> faults) {
        var node = Json.object();
        request.getModelsMap().forEach((role, model) -> node.set(role, Structs.json(model)));
        return new ModelReader(
                        (field, message) -> add(faults, field, message), ModelFolders.AS_GIVEN)
                .read(node);
    }

    private static OptimizedProgram program(
            ImportProgramRequest request,
            ProgramDefinition program,
            String adapter,
            StudyModels models) {
        var kept =
                OptimizedProgram.newBuilder()
                        .setProgram(Structs.struct(program.document()))
                        .setState(request.getState())
                        .setInitialState(Structs.struct(AuthoredState.of(program).toJson()))
                        .setAdapter(adapter)
                        .putModels("task", Structs.value(models.specs().get("task")))
                        .putModels("reflection", Structs.value(models.specs().get("reflection")));
        if (request.hasFraming()) kept.setFraming(request.getFraming());
        return kept.build();
    }

    static Release release(OptimizedProgram kept) {
        var release = Release.newBuilder().setRelease(kept.getRelease()).setStudy(kept.getStudy());
        release.getCreatedBuilder().setSeconds(Instant.now().getEpochSecond());
        return release.build();
    }

    private static void add(List<Violation> faults, String field, String message) {
        faults.add(new Violation(field, null, message));
    }
}
