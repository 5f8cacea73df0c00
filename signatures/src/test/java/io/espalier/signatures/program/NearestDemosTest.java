package io.espalier.signatures.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.signatures.Fields;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.adapter.Framing;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.Embeddings;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.ModelException;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.model.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestDemosTest {
    private static final ProgramDefinition PROGRAM =
            ProgramReader.read(Json.object().put("signature", "question -> answer"));
    private static final List<Demo> POOL =
            List.of(
                    demo("How do I cancel my order?", "cancel"),
                    demo("The parcel has not come yet", "status"),
                    demo("I want my money back", "refund"),
                    demo("Please cancel the orders of last week", "cancel"),
                    demo("Where is my parcel?", "status"));

    private static Demo demo(String question, String answer) {
        return Demo.labelled(Fields.of("question", question, "answer", answer));
    }

    private static ProgramState state(NearestDemos nearest) {
        return ProgramState.EMPTY.change("predict", p -> p.withDemos(POOL, nearest));
    }

    /** Answers "so", and embeds a text by how often it has the letters o and e. */
    private static final class Fake implements LanguageModel {
        final List<ModelRequest> asked = new ArrayList<>();
        final List<String> embedded = new ArrayList<>();

        @Override
        public Completion complete(ModelRequest request) {
            asked.add(request);
            var text = "[[ ## answer ## ]]\nso\n\n[[ ## completed ## ]]";
            return new Completion(text, Completion.Finish.STOP, new Usage(1, 10, 1, 0));
        }

        @Override
        public Embeddings embed(String model, List<String> texts) {
            embedded.addAll(texts);
            var vectors = texts.stream().map(Fake::vector).toList();
            return new Embeddings(vectors, new Usage(1, 3, 0, 0));
        }

        static float[] vector(String text) {
            return new float[] {count(text, 'o'), count(text, 'e')};
        }

        private static float count(String text, char letter) {
            return text.chars().filter(c -> c == letter).count();
        }
    }

    private static List<String> shown(Fake model, ProgramState state, String question) {
        var context = context(model, state);
        context.run(() -> PROGRAM.run(Fields.of("question", question)));
        var whole = shownBy(model);
        return POOL.stream()
                .map(demo -> demo.values().text("question"))
                .filter(whole::contains)
                .sorted((a, b) -> Integer.compare(whole.indexOf(a), whole.indexOf(b)))
                .toList();
    }

    private static String shownBy(Fake model) {
        var prompt = new ArrayList<String>();
        for (var message : model.asked.getLast().messages()) prompt.add(message.text());
        return String.join("\n", prompt);
    }

    private static RunContext context(LanguageModel model, ProgramState state) {
        return new RunContext(
                state, model, Adapters.of("chat", Framing.DEFAULT), Sampling.UNSET, Rollout.PLAIN);
    }

    @Test
    void run_withAPool_showsTheLikestDemosTheLikestLast() {
        var model = new Fake();
        var state = state(new NearestDemos(2, List.of(), null));

        assertThat(shown(model, state, "Cancel my orders!"))
                .containsExactly(
                        "How do I cancel my order?", "Please cancel the orders of last week");
        assertThat(shown(model, state, "parcel: where?"))
                .containsExactly("The parcel has not come yet", "Where is my parcel?");
        assertThat(model.embedded).isEmpty();
    }

    @Test
    void run_withVectors_embedsTheInputsAndCountsIt() {
        var model = new Fake();
        var vectors =
                POOL.stream()
                        .map(demo -> Fake.vector(demo.values().text("question")))
                        .map(DemoVectors::packed)
                        .toList();
        var state = state(new NearestDemos(1, List.of(), new DemoVectors("letters", vectors)));
        var context = context(model, state);
        context.run(() -> PROGRAM.run(Fields.of("question", "oooooooo")));

        assertThat(model.embedded).containsExactly("oooooooo");
        assertThat(context.usage()).isEqualTo(new Usage(2, 13, 1, 0));
        assertThat(shown(model, state, "oo ooo")).containsExactly("How do I cancel my order?");
        assertThat(shown(model, state, "eeee")).containsExactly("Where is my parcel?");
    }

    @Test
    void run_withVectorsOfAModelWithoutEmbeddings_saysSo() {
        var state =
                state(
                        new NearestDemos(
                                1,
                                List.of(),
                                new DemoVectors("m", Collections.nCopies(5, "AA=="))));
        LanguageModel bare = request -> new Fake().complete(request);
        var context = context(bare, state);

        assertThatThrownBy(() -> context.run(() -> PROGRAM.run(Fields.of("question", "hm"))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("no embeddings");
    }

    @Test
    void state_withAPool_isTheSameThroughJson() {
        var lexical = state(new NearestDemos(3, List.of(), null));
        var embedded =
                state(
                        new NearestDemos(
                                3,
                                List.of(),
                                new DemoVectors("m", List.of("AQ==", "fw==", "AQ==", "", "AA=="))));

        for (var state : List.of(lexical, embedded)) {
            var read = ProgramState.of(Json.parse(Json.write(state.toJson())));
            assertThat(read).isEqualTo(state);
            assertThat(read.hash()).isEqualTo(state.hash());
            assertThat(DeclaredNumbers.restored(PROGRAM, read)).isEqualTo(state);
        }
        assertThat(lexical).isNotEqualTo(embedded);
        assertThat(lexical.hash())
                .isNotEqualTo(ProgramState.EMPTY.change("predict", p -> p.withDemos(POOL)).hash());
    }

    private static NearestDemos withOrigins(int k) {
        var origins =
                POOL.stream()
                        .map(d ->
                                NearestDemos.origin(d.values().only(PROGRAM.signature().inputs())))
                        .toList();
        return new NearestDemos(k, origins, null);
    }

    /** It would give the answer away. */
    @Test
    void run_scoredOnAnExampleOfThePool_isNotShownIt() {
        var model = new Fake();
        var state = state(withOrigins(1));
        var question = Fields.of("question", "Where is my parcel?");
        var sampling = Sampling.UNSET;
        var adapter = Adapters.of("chat", Framing.DEFAULT);
        var scored = new RunContext(state, model, adapter, sampling, Rollout.PLAIN, question);

        assertThat(shown(model, state, "Where is my parcel?"))
                .containsExactly("Where is my parcel?");
        scored.run(() -> PROGRAM.run(question));
        assertThat(shownBy(model)).contains("The parcel has not come yet");
        assertThat(model.asked.getLast().messages()).hasSize(4);
    }

    /** A predictor that is called several times in a run has a demo of each call. */
    @Test
    void demos_ofOneExample_areShownOneAtATime() {
        var origins = List.of("a", "b", "c", "a", "b");
        var state = state(new NearestDemos(2, origins, null));

        assertThat(shown(new Fake(), state, "Cancel my orders!"))
                .hasSize(2)
                .contains("Please cancel the orders of last week")
                .doesNotContain("How do I cancel my order?");
    }

    @Test
    void pool_replaced_isShownWhole() {
        var state =
                state(new NearestDemos(1, List.of(), null))
                        .change("predict", p -> p.withDemos(POOL.subList(0, 2)));

        assertThat(state.of("predict").nearest()).isNull();
        assertThat(shown(new Fake(), state, "parcel")).hasSize(2);
    }

    @Test
    void embedProgram_run_writesTheVectorAsStatesKeepIt() {
        var program = ProgramReader.read(new EmbedProgram("letters").document());
        var context = context(new Fake(), ProgramState.EMPTY);
        var outputs = context.run(() -> program.run(Fields.of("text", "ooe")));

        assertThat(outputs.text("vector")).isEqualTo(DemoVectors.packed(new float[] {2, 1}));
        assertThat(context.usage().calls()).isEqualTo(1);
    }
}
