package io.espalier.optimizers.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Words;
import io.espalier.optimizers.ensemble.Ensemble;
import io.espalier.optimizers.fewshot.BootstrapFewShot;
import io.espalier.optimizers.fewshot.BootstrapRandomSearch;
import io.espalier.optimizers.fewshot.BootstrapSettings;
import io.espalier.optimizers.fewshot.Instructions;
import io.espalier.optimizers.fewshot.LabeledFewShot;
import io.espalier.optimizers.gepa.Effort;
import io.espalier.optimizers.gepa.FrontierKind;
import io.espalier.optimizers.gepa.Gepa;
import io.espalier.optimizers.gepa.GepaSettings;
import io.espalier.optimizers.gepa.ParentChoice;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OptimizerCatalogTest {
    private final List<String> faults = new ArrayList<>();

    private @Nullable OptimizerChoice read(String json) {
        return OptimizerCatalog.read(
                Json.parse(json),
                "optimizer",
                Words.twoSteps(),
                (field, message) -> faults.add(field + ": " + message));
    }

    @Test
    void names_alone_makeOptimizersWithTheirDefaults() {
        assertThat(requireNonNull(read("'labeled-few-shot'".replace('\'', '"'))).optimizer())
                .isEqualTo(new LabeledFewShot(16));
        assertThat(requireNonNull(read("\"bootstrap-few-shot\"")).optimizer())
                .isEqualTo(new BootstrapFewShot(BootstrapSettings.DEFAULT));
        assertThat(requireNonNull(read("\"bootstrap-random-search\"")).optimizer())
                .isEqualTo(
                        new BootstrapRandomSearch(
                                16, BootstrapSettings.DEFAULT, null, Instructions.NONE, false));
        assertThat(faults).isEmpty();
    }

    @Test
    void check_ofFrontsOfObjectives_countsTheMetricsParts() {
        var choice = requireNonNull(read("{\"name\": \"gepa\", \"frontier\": \"objective\"}"));
        OptimizerCatalog.check(
                choice,
                List.of("right", "short"),
                "optimizer",
                (field, message) -> faults.add(field + ": " + message));
        assertThat(faults).isEmpty();
        OptimizerCatalog.check(
                choice,
                List.of("right"),
                "optimizer",
                (field, message) -> faults.add(field + ": " + message));
        assertThat(faults).singleElement().asString().startsWith("optimizer.frontier: ");
    }

    @Test
    void parameters_given_reachTheOptimizer() {
        var choice =
                read(
                        """
                        {"name": "bootstrap-random-search", "candidates": 3, "max_rounds": 2.0,
                         "teacher": "reflection", "stop-at-score": 0.9,
                         "instructions": {"hint": ["a", "b"]}}\
                        """);

        assertThat(faults).isEmpty();
        var search = (BootstrapRandomSearch) requireNonNull(choice).optimizer();
        assertThat(search.candidates()).isEqualTo(3);
        assertThat(search.settings())
                .isEqualTo(new BootstrapSettings(4, 16, 2, 0.5, Job.Role.REFLECTION));
        assertThat(search.stopAtScore()).isEqualTo(0.9);
        assertThat(search.instructions().byPredictor()).containsEntry("hint", List.of("a", "b"));
    }

    @Test
    void gepa_byDefaultAndWithParity_hasTheSettingsOfEach() {
        assertThat(requireNonNull(read("\"gepa\"")).optimizer())
                .isEqualTo(new Gepa(GepaSettings.DEFAULT));
        assertThat(requireNonNull(read("{\"name\": \"gepa\", \"parity\": \"dspy\"}")).optimizer())
                .isEqualTo(new Gepa(GepaSettings.DSPY));
        var given =
                read(
                        """
                        {"name": "gepa", "effort": "heavy", "max_metric_calls": 900, "parent":
                         "top-k-pareto", "frontier": "hybrid", "race": "off", "max-demos": 0}\
                        """);
        var gepa = (Gepa) requireNonNull(given).optimizer();
        assertThat(gepa.settings().spending())
                .isEqualTo(new GepaSettings.Spending(Effort.HEAVY, 900));
        assertThat(gepa.settings().selecting().parent()).isEqualTo(ParentChoice.TOP_K_PARETO);
        assertThat(gepa.settings().selecting().frontier()).isEqualTo(FrontierKind.HYBRID);
        assertThat(gepa.settings().selecting().race()).isFalse();
        assertThat(gepa.settings().proposing().demos()).isZero();
        assertThat(faults).isEmpty();
    }

    @Test
    void document_ofAChoice_readsBackAsTheSame() {
        var choice = requireNonNull(read("{\"name\": \"labeled-few-shot\", \"k\": 3}"));

        assertThat(read(Json.write(choice.document()))).isEqualTo(choice);
    }

    @Test
    void name_mistyped_namesTheNearestAndAll() {
        assertThat(read("\"bootstrap-fewshot\"")).isNull();
        assertThat(faults)
                .containsExactly(
                        "optimizer: unknown optimizer 'bootstrap-fewshot'; did you mean"
                                + " 'bootstrap-few-shot'? There are: "
                                + String.join(", ", OptimizerCatalog.names()));
    }

    @Test
    void parameters_withFaults_areAllNamed() {
        assertThat(
                        read(
                                """
                                {"name": "bootstrap-random-search", "candidate": 3, "max-rounds": 0,
                                 "metric-threshold": 2, "teacher": "tusk", "instructions":
                                 {"hunt": ["a"], "sort": [""]}}\
                                """))
                .isNull();
        assertThat(faults)
                .hasSize(6)
                .anyMatch(f -> f.contains("did you mean 'candidates'?"))
                .anyMatch(f -> f.startsWith("optimizer.max-rounds: expected a whole number from 1"))
                .anyMatch(f -> f.startsWith("optimizer.metric-threshold: ") && f.contains("0 to 1"))
                .anyMatch(f -> f.contains("did you mean 'task'?"))
                .anyMatch(f -> f.contains("did you mean 'hint'?"))
                .anyMatch(f -> f.startsWith("optimizer.instructions.sort[0]: "));
    }

    @Test
    void nested_optimizers_areReadCheckedAndWrittenInFull() {
        assertThat(requireNonNull(read("\"ensemble\"")).document().at("/of/name").asString())
                .isEqualTo("trellis");
        var given =
                requireNonNull(
                        read(
                                "{\"name\": \"ensemble\", \"of\": {\"name\": \"labeled-few-shot\", \"k\": 3.0}}"));
        assertThat(((Ensemble) given.optimizer()).inner()).isEqualTo(new LabeledFewShot(3));
        assertThat(read(Json.write(given.document()))).isEqualTo(given);
        assertThat(faults).isEmpty();

        assertThat(read("{\"name\": \"ensemble\", \"of\": \"ensemble\"}")).isNull();
        assertThat(
                        read(
                                """
                                {"name": "ensemble", "size": 2, "of":
                                 {"name": "bootstrap-random-search", "instructions": {"hunt": ["a"]}}}\
                                """))
                .isNull();
        assertThat(faults)
                .containsExactly(
                        "optimizer.of: 'ensemble' cannot be a part of this optimizer",
                        "optimizer.size: expected a whole number from 3 on, got 2",
                        "optimizer.of.instructions.hunt: no predictor 'hunt' in this program; did"
                                + " you mean 'hint'? There are: hint, sort");
    }

    @Test
    void betterTogether_withAFaultyStrategy_saysWhatToDo() {
        assertThat(
                        requireNonNull(read("\"better-together\""))
                                .document()
                                .path("strategy")
                                .asString())
                .isEqualTo("p -> p");
        assertThat(read("{\"name\": \"better-together\", \"strategy\": \"p -> w -> p\"}")).isNull();
        assertThat(
                        read(
                                "{\"name\": \"better-together\", \"strategy\": \"x\", \"then\": \"ensemble\"}"))
                .isNull();
        assertThat(faults)
                .containsExactly(
                        "optimizer.strategy: 'p -> w -> p' has a phase of weights; nothing here"
                                + " trains weights: use phases of prompts, such as 'p -> p', or a"
                                + " build that has a WeightPhase",
                        "optimizer.strategy: expected phases p (prompts) and w (weights) with arrows"
                                + " between them, such as 'p -> w -> p', got 'x'",
                        "optimizer.then: 'ensemble' cannot be a part of this optimizer");
    }

    @Test
    void entries_asJson_sayRangeDefaultAndMeaning() {
        for (var entry : OptimizerCatalog.entries()) {
            assertThat(entry.toJson().at("/parameters").size())
                    .isEqualTo(entry.parameters().size());
            for (var parameter : entry.parameters()) {
                assertThat(parameter.doc()).endsWith(".");
                assertThat(parameter.range()).isNotBlank();
            }
        }
    }
}
