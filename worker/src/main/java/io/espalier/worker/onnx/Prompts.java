package io.espalier.worker.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.Message;
import io.espalier.signatures.model.ModelException;
import io.espalier.worker.engine.Engine;
import io.espalier.worker.engine.Generation;
import io.espalier.worker.template.Template;
import io.espalier.worker.template.TemplateException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Between messages and tokens: a model folder's chat template and tokenizer. Thread-safe. */
final class Prompts implements AutoCloseable {

    private final Template template;
    private final Map<String, Object> specials = new HashMap<>();
    private final HuggingFaceTokenizer tokenizer;

    /** Native memory must not be freed under whoever reads it. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;

    private Prompts(Template template, HuggingFaceTokenizer tokenizer) {
        this.template = template;
        this.tokenizer = tokenizer;
    }

    static Prompts of(ModelFolder folder) {
        try {
            var template = Template.read(folder.chatTemplate());
            // DJL cuts at 512 tokens unless told not to, and looks for updates unless offline.
            System.setProperty("ai.djl.offline", "true");
            var prompts =
                    new Prompts(
                            template,
                            HuggingFaceTokenizer.builder()
                                    .optTokenizerPath(folder.tokenizer())
                                    .optTruncation(false)
                                    .optPadding(false)
                                    .optAddSpecialTokens(false)
                                    .build());
            if (folder.beginText() != null) {
                prompts.specials.put("bos_token", folder.beginText());
            }
            if (folder.endText() != null) {
                prompts.specials.put("eos_token", folder.endText());
            }
            return prompts;
        } catch (TemplateException e) {
            throw ModelFolder.broken(folder.folder(), "its chat template: " + e.getMessage());
        } catch (Exception e) {
            throw ModelFolder.broken(
                    folder.folder(), "tokenizer.json cannot be loaded: " + e.getMessage());
        }
    }

    String text(List<Message> messages) {
        var turns = messages.stream().map(Prompts::turn).toList();
        var values = new HashMap<>(specials);
        values.put("messages", turns);
        values.put("add_generation_prompt", true);
        try {
            return template.render(values);
        } catch (TemplateException e) {
            throw new ModelException(
                    Blame.CANDIDATE,
                    "the model's chat template refused the messages: " + e.getMessage());
        }
    }

    private static Map<String, Object> turn(Message message) {
        for (var part : message.parts()) {
            if (part instanceof Message.Part.Image) {
                throw new ModelException(
                        Blame.CANDIDATE,
                        "this model reads no images; use a model that does for this signature");
            }
        }
        return Map.of("role", message.role().wireName(), "content", message.text());
    }

    int[] tokens(String text) {
        return open(() -> ints(tokenizer.encode(text, false, false).getIds()));
    }

    String text(int[] tokens) {
        var ids = Arrays.stream(tokens).asLongStream().toArray();
        return open(() -> tokenizer.decode(ids, true));
    }

    private <T> T open(Supplier<T> reading) {
        use.readLock().lock();
        try {
            if (closed) throw Engine.closedModel();
            return reading.get();
        } finally {
            use.readLock().unlock();
        }
    }

    /** Ends writing once one of the texts shows up; looks only at as many tokens as can hold it. */
    Generation.Stop stop(List<String> texts) {
        if (texts.isEmpty()) {
            return Generation.Stop.NEVER;
        }
        var longest =
                texts.stream()
                        .mapToInt(t -> t.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
                        .max()
                        .orElse(0);
        return (tokens, count) -> {
            var tail = text(Arrays.copyOfRange(tokens, Math.max(0, count - longest - 4), count));
            return texts.stream().anyMatch(tail::contains);
        };
    }

    /** The text before the first of the stop texts. */
    static String cut(String text, List<String> stops) {
        var end = text.length();
        for (var stop : stops) {
            var at = text.indexOf(stop);
            if (at >= 0) {
                end = Math.min(end, at);
            }
        }
        return text.substring(0, end);
    }

    private static int[] ints(long[] ids) {
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            closed = true;
            tokenizer.close();
        } finally {
            use.writeLock().unlock();
        }
    }
}
