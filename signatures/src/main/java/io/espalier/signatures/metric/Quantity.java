package io.espalier.signatures.metric;

import io.espalier.signatures.Fields;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Price;
import io.espalier.signatures.program.Run;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that a run takes or writes, of which less is better. Remembered model calls count as
 * made, and prompt tokens from a provider's cache as read: what is counted must not depend on which
 * job of a study happened to come first.
 */
sealed interface Quantity {
    double of(Fields prediction, Run run);

    /** The metric's name in study files. */
    String kind();

    String shown(double amount);

    /** Settings beside the scale. */
    default ObjectNode settings() {
        return Json.object();
    }

    /** Read and written, over all calls. */
    record Tokens() implements Quantity {
        @Override
        public double of(Fields prediction, Run run) {
            var usage = run.usage().inFull();
            return usage.prompt() + usage.completion();
        }

        @Override
        public String kind() {
            return "tokens";
        }

        @Override
        public String shown(double amount) {
            return whole(amount) + " tokens";
        }
    }

    /** Of the model, an adapter's second tries included. */
    record Calls() implements Quantity {
        @Override
        public double of(Fields prediction, Run run) {
            return run.usage().inFull().calls();
        }

        @Override
        public String kind() {
            return "calls";
        }

        @Override
        public String shown(double amount) {
            return whole(amount) + " model calls";
        }
    }

    /** In the currency of the price. */
    record Cost(Price price) implements Quantity {
        @Override
        public double of(Fields prediction, Run run) {
            var usage = run.usage().inFull();
            return (usage.prompt() * price.prompt() + usage.completion() * price.completion())
                    / 1e6;
        }

        @Override
        public String kind() {
            return "cost";
        }

        @Override
        public String shown(double amount) {
            return String.format(Locale.ROOT, "a cost of %.3g", amount);
        }

        @Override
        public ObjectNode settings() {
            var settings = Json.object();
            settings.putObject("price")
                    .put("prompt", price.prompt())
                    .put("completion", price.completion());
            return settings;
        }
    }

    /** Seconds, as {@link Run#duration} counts them. */
    record Latency() implements Quantity {
        private static final double NANOS = Duration.ofSeconds(1).toNanos();

        @Override
        public double of(Fields prediction, Run run) {
            return run.duration().toNanos() / NANOS;
        }

        @Override
        public String kind() {
            return "latency";
        }

        @Override
        public String shown(double amount) {
            return String.format(Locale.ROOT, "%.3g seconds", amount);
        }
    }

    /** Of the outputs' text, numbers and lists as JSON. */
    record Length(List<String> fields, Unit unit) implements Quantity {
        enum Unit {
            /** Pieces between white space. */
            WORDS {
                @Override
                long in(String text) {
                    var plain = text.strip();
                    return plain.isEmpty() ? 0 : plain.split("\\s+").length;
                }
            },
            /** Unicode code points. */
            CHARACTERS {
                @Override
                long in(String text) {
                    return text.codePointCount(0, text.length());
                }
            };

            abstract long in(String text);

            static Unit of(String label) {
                return valueOf(label.toUpperCase(Locale.ROOT));
            }

            String label() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        public Length {
            fields = List.copyOf(fields);
        }

        @Override
        public double of(Fields prediction, Run run) {
            return fields.stream().mapToLong(f -> unit.in(Values.text(prediction.get(f)))).sum();
        }

        @Override
        public String kind() {
            return "length";
        }

        @Override
        public String shown(double amount) {
            return whole(amount) + " " + unit.label();
        }

        @Override
        public ObjectNode settings() {
            var settings = Json.object();
            settings.set("field", Json.tree(fields));
            return settings.put("unit", unit.label());
        }
    }

    private static String whole(double amount) {
        return String.format(Locale.ROOT, "%.0f", amount);
    }
}
