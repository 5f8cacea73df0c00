package io.espalier.optimizers.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.optimizers.Budget;
import io.espalier.optimizers.Words;
import io.espalier.optimizers.fewshot.BootstrapFewShot;
import io.espalier.optimizers.fewshot.BootstrapSettings;
import io.espalier.signatures.Fields;
import io.espalier.signatures.Signature;
import io.espalier.signatures.adapter.Adapters;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.document.Document;
import io.espalier.signatures.document.Documents;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.metric.Metric;
import io.espalier.signatures.metric.Score;
import io.espalier.signatures.model.Completion;
import io.espalier.signatures.model.LanguageModel;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.model.ModelRequest;
import io.espalier.signatures.model.Sampling;
import io.espalier.signatures.model.Usage;
import io.espalier.signatures.program.Demo;
import io.espalier.signatures.program.ProgramReader;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A study through real programs, adapters and job runners, on a model that learns from demos. */
final class InMemoryStudyTest {

    /** Answers rightly once it sees three demos, at times in a form that cannot be parsed. */
    private static final class Parrot implements LanguageModel {
        @Override
        public Completion complete(ModelRequest request) {
            long demos =
                    request.messages().stream()
                            .filter(m -> m.role() == Message.Role.ASSISTANT)
                            .count();
            var question = request.messages().getLast().text();
            int number = Integer.parseInt(question.replaceAll("(?s).*?item (\\d+).*", "$1"));
            var kind = number % 2 == 0 ? "even" : "odd";
            var text =
                    demos >= 3 || number % 3 == 0
                            ? "[[ ## kind ## ]]\n" + kind + "\n\n[[ ## completed ## ]]"
                            : "I think it is hard to say.";
            return new Completion(text, Completion.Finish.STOP, new Usage(1, 50, 10, 0));
        }
    }

    private record Same() implements Metric {
        @Override
        public Score score(Example example, Fields prediction) {
            return Score.of(example.fields().text("kind").equals(prediction.text("kind")));
        }

        @Override
        public List<String> reads(Signature signature) {
            return List.of("kind");
        }

        @Override
        public JsonNode document() {
            return Json.text("same");
        }
    }

    private static List<Example> items(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> Fields.of("thing", "item " + i, "kind", i % 2 == 0 ? "even" : "odd"))
                .map(Example::of)
                .toList();
    }

    @Test
    void study_overAModelThatLearnsFromDemos_findsThem() {
        Document program = Documents.parse("{module: predict, signature: 'thing -> kind'}");
        var input =
                new StudyInput(
                        ProgramReader.read(program.root()),
                        items(0, 20),
                        items(100, 12),
                        items(200, 9),
                        7,
                        Budget.Limits.NONE,
                        Prices.FREE,
                        Surroundings.fixed("parrot"));
        var model = new InMemoryStudy.Model(new Parrot(), Sampling.UNSET);
        var runner = InMemoryStudy.runner(Adapters.standard(), role -> model, new Same());

        var result =
                new InMemoryStudy(input, runner)
                        .run(new BootstrapFewShot(BootstrapSettings.DEFAULT));

        assertThat(Words.before(result)).isCloseTo(4 / 12.0, within(1e-9));
        assertThat(Words.after(result)).isEqualTo(1);
        var demos = result.learned().predictors().firstEntry().getValue().demos();
        assertThat(demos.stream().filter(Demo::augmented)).hasSize(4);
        // Of each scoring before, two in three completions are no answer, with the fallback too.
        assertThat(result.errors()).containsOnlyKeys(Blame.CANDIDATE);
        assertThat(result.errors().get(Blame.CANDIDATE)).isEqualTo(8L + 6L);
    }

    private static org.assertj.core.data.Offset<Double> within(double by) {
        return org.assertj.core.data.Offset.offset(by);
    }
}
