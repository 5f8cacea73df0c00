package io.espalier.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.coordinator.wire.Structs;
import io.espalier.deploy.Distribution;
import io.espalier.optimizers.spec.FramingResolver;
import io.espalier.optimizers.spec.StudyFiles;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.PredictorState;
import io.espalier.signatures.program.ProgramState;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The demo on a node that only pretends to optimize; the answers shown are the real model's. */
class DemoCommandTest {
    private final FakeNode node = new FakeNode();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void demo_finished_showsAnswersBeforeAndAfterAndWhereToLookNext() {
        node.study.getTestBuilder().setBefore(0.17).setAfter(1).setExamples(300);
        node.program.setState(Structs.struct(stateWithDemos().toJson()));
        var use = CommandLineUse.of("demo", "--server", node.address());
        assertThat(use.code()).as(use.err()).isZero();
        assertThat(use.out())
                .contains("which queue takes it?")
                .contains("17.0 % -> 100.0 %   +83.0 points   (300 examples)")
                .contains("gets 51 right, the optimized one 300")
                .containsPattern("(?s)  ticket .*  wanted .*  before .*  after ")
                .contains("show " + FakeNode.ID)
                .contains("docs/guide.md");
    }

    @Test
    void demo_seed_goesIntoTheStudyAndJsonIsOneObject() {
        var use = CommandLineUse.of("demo", "--seed", "11", "--json", "--server", node.address());
        assertThat(use.code()).as(use.err()).isZero();
        assertThat(use.out().lines()).hasSize(1);
        assertThat(use.json().path("state").asString()).isEqualTo("finished");
        assertThat(node.submitted.getFirst().getSpec().getSeed()).isEqualTo(11);
    }

    /** What an optimizer would find: solved tickets. */
    private static ProgramState stateWithDemos() {
        var file = Distribution.find().examples().resolve("ticket-team/study.yaml");
        var spec = Objects.requireNonNull(StudyFiles.read(file, FramingResolver.NONE).spec());
        var demos =
                spec.data().train().examples().stream()
                        .limit(4)
                        .map(example -> Demo.labelled(example.fields()))
                        .toList();
        return ProgramState.EMPTY.change("predict", state -> withDemos(state, demos));
    }

    private static PredictorState withDemos(PredictorState state, java.util.List<Demo> demos) {
        return new PredictorState(
                state.instruction(), demos, state.descriptions(), state.sampling());
    }
}
