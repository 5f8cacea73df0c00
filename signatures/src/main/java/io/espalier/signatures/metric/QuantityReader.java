package io.espalier.signatures.metric;

import io.espalier.signatures.document.Section;
import io.espalier.signatures.metric.Quantity.Length.Unit;
import io.espalier.signatures.model.Price;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads metrics of what a run takes or writes. Null comes after a violation. */
final class QuantityReader {
    static final List<String> UNITS = Arrays.stream(Unit.values()).map(Unit::label).toList();

    private final @Nullable Price price;

    /**
     * @param price of the study's model, for a cost that does not bring its own; null where none is
     *     known
     */
    QuantityReader(@Nullable Price price) {
        this.price = price;
    }

    /**
     * @param section has {@code kind}
     * @param fields reads the names of outputs from a member
     */
    @Nullable Metric read(Section section, String kind, Function<Section, List<String>> fields) {
        var details = section.section(kind);
        if (details == null || !details.node().isObject()) return null;
        var best = details.decimal("best", 0, Double.MAX_VALUE, 0);
        var worst = details.decimal("worst", 0, Double.MAX_VALUE);
        if (worst == null && !details.has("worst")) {
            details.missing("worst", "the amount from which the score is 0");
        } else if (worst != null && worst <= best) {
            details.fault(
                    "worst", worst + " must be above best, " + best + ": less is better here");
        }
        var quantity = quantity(details, kind, fields);
        details.rejectOthers();
        if (quantity == null || worst == null || worst <= best) return null;
        return new Spent(quantity, best, worst);
    }

    private @Nullable Quantity quantity(
            Section details, String kind, Function<Section, List<String>> fields) {
        return switch (kind) {
            case "tokens" -> new Quantity.Tokens();
            case "calls" -> new Quantity.Calls();
            case "latency" -> new Quantity.Latency();
            case "length" -> {
                var unit = details.choice("unit", UNITS, Unit.WORDS.label());
                yield new Quantity.Length(fields.apply(details), Unit.of(unit));
            }
            case "cost" -> cost(details);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private @Nullable Quantity cost(Section details) {
        var own = details.section("price");
        if (own == null) {
            if (price != null && price.prompt() + price.completion() > 0) {
                return new Quantity.Cost(price);
            }
            details.fault(
                    "needs a price: add models.task.price: {prompt: ..., completion: ...}, for a"
                            + " million tokens each, or a price here");
            return null;
        }
        if (!own.node().isObject()) return null;
        var prompt = own.decimal("prompt", 0, Double.MAX_VALUE, 0);
        var completion = own.decimal("completion", 0, Double.MAX_VALUE, 0);
        own.decimal("cached", 0, Double.MAX_VALUE); // known from models, of no use here
        own.rejectOthers();
        if (prompt + completion > 0)
            return new Quantity.Cost(new Price(prompt, completion, prompt));
        details.fault("price", "is 0, so every run would cost nothing");
        return null;
    }
}
