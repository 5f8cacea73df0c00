package io.espalier.coordinator.api;

import io.espalier.coordinator.store.Programs;
import io.espalier.coordinator.store.Studies;
import io.espalier.v1.OptimizedProgram;
import io.espalier.v1.Study;
import java.util.Locale;
import java.util.stream.Collectors;

/** What users call studies and programs by. */
final class References {
    private final Studies studies;
    private final Programs programs;

    References(Studies studies, Programs programs) {
        this.studies = studies;
        this.programs = programs;
    }

    /**
     * @param reference an id, the beginning of one, or a study's name for the newest of that name
     * @throws ApiException for none, or several
     */
    Study study(String reference) {
        if (reference.isBlank())
            throw ApiException.wrong("study", "is empty; give an id or a name");
        var found = studies.find(reference);
        if (found.isEmpty()) throw ApiException.notFound("there is no study '" + reference + "'");
        if (found.size() > 1) {
            throw ApiException.wrong(
                    "study",
                    "'"
                            + reference
                            + "' is the beginning of several ids: "
                            + found.stream()
                                    .map(Study::getStudy)
                                    .collect(Collectors.joining(", ")));
        }
        return found.getFirst();
    }

    /**
     * @param reference a release ({@code name}, {@code name@3}, {@code name@latest}) or a study
     * @throws ApiException where there is none, or none yet
     */
    OptimizedProgram program(String reference) {
        var release = programs.find(reference);
        if (release.isPresent()) return release.get();
        if (reference.contains("@")) {
            throw ApiException.notFound("there is no release '" + reference + "'");
        }
        var found = studies.find(reference);
        if (found.isEmpty()) {
            throw ApiException.notFound("there is no release and no study '" + reference + "'");
        }
        var study = study(reference);
        return programs.ofStudy(study.getStudy())
                .orElseThrow(() ->
                        ApiException.wrongState(
                                "study "
                                        + study.getStudy()
                                        + " is "
                                        + study.getState().name().toLowerCase(Locale.ROOT)
                                        + (hasEnded(study)
                                                ? " and learned nothing that could be run"
                                                : "; it has no program yet")));
    }

    static boolean hasEnded(Study study) {
        return switch (study.getState()) {
            case FINISHED, FAILED, CANCELLED -> true;
            default -> false;
        };
    }
}
