package io.espalier.signatures.metric;

import io.espalier.signatures.document.Section;
import io.espalier.signatures.document.Violations;
import io.espalier.signatures.metric.Constrained.Constraint;
import io.espalier.signatures.metric.Weighted.Combination;
import io.espalier.signatures.metric.Weighted.Part;
import java.util.HashMap;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads metrics that are made of metrics. Null comes after a violation. */
final class CompositeReader {
    /** More objectives than that leave nearly every candidate on the front. */
    static final int MOST_OBJECTIVES = 5;

    /** Reads a metric of any kind. */
    @FunctionalInterface
    interface Inner {
        @Nullable Metric read(JsonNode value, String path, Violations violations);
    }

    private final Inner inner;

    CompositeReader(Inner inner) {
        this.inner = inner;
    }

    /**
     * @param section has {@code member}
     */
    @Nullable Metric combined(Section section, String member, Combination combination) {
        var details = section.section(member);
        if (details == null || !details.node().isObject()) return null;
        var parts = new LinkedHashMap<String, Part>();
        for (var name : details.names()) {
            var part = part(details, name);
            if (part != null) parts.put(name, part);
        }
        var count = details.names().size();
        if (count == 0) {
            section.fault(member, "is empty (expected: {name: metric, ...})");
        } else if (combination == Combination.PARETO) {
            checkObjectives(section, parts, count);
        }
        return parts.isEmpty() ? null : new Weighted(combination, parts);
    }

    /**
     * Parts in an order that decides: {@code [{name: right, metric: exact}, ...]}, or as above in a
     * study file, whose order is the order of its lines.
     */
    @Nullable Metric lexicographic(Section section) {
        var value = section.value("lexicographic");
        if (value == null || !value.isArray()) {
            return combined(section, "lexicographic", Combination.LEXICOGRAPHIC);
        }
        var parts = new LinkedHashMap<String, Part>();
        for (var element : section.sections("lexicographic")) {
            if (!element.node().isObject()) continue;
            var name = element.requiredText("name");
            var metric = metric(element);
            element.rejectOthers();
            if (parts.containsKey(name)) element.fault("name", "'" + name + "' is given twice");
            if (metric != null) parts.put(name, new Part(metric, 1));
        }
        if (value.isEmpty()) section.fault("lexicographic", "is empty");
        return parts.isEmpty() ? null : new Weighted(Combination.LEXICOGRAPHIC, parts);
    }

    /** A metric, or one with its weight: {@code {metric: ..., weight: 2}}. */
    private @Nullable Part part(Section details, String name) {
        var value = details.value(name);
        if (value == null) {
            details.missing(name, "a metric");
            return null;
        }
        if (!value.isObject() || value.get("metric") == null && value.get("weight") == null) {
            var metric = part(value, details.path(name), details.violations());
            return metric == null ? null : new Part(metric, 1);
        }
        var part = new Section(value, details.path(name), details.violations());
        var weight = part.decimal("weight", 1e-9, 1e9, 1);
        var metric = metric(part);
        part.rejectOthers();
        return metric == null ? null : new Part(metric, weight);
    }

    private static void checkObjectives(
            Section section, LinkedHashMap<String, Part> parts, int count) {
        if (count == 1) {
            section.fault(
                    "pareto", "has one objective (expected: 2 to 5); give the metric by itself");
        } else if (count > MOST_OBJECTIVES) {
            section.fault(
                    "pareto",
                    "has "
                            + count
                            + " objectives (expected: 2 to 5); with more, hardly any candidate"
                            + " beats another: join some by weighted");
        }
        var names = new HashMap<JsonNode, String>();
        parts.forEach((name, part) -> {
            var other = names.putIfAbsent(part.metric().document(), name);
            if (other != null) {
                section.fault("pareto", "'" + other + "' and '" + name + "' are the same metric");
            }
        });
    }

    @Nullable Metric constrained(Section section) {
        var details = section.section("constrained");
        if (details == null || !details.node().isObject()) return null;
        Metric goal = null;
        var value = details.value(Constrained.GOAL);
        if (value == null) details.missing(Constrained.GOAL, "the metric to make best");
        else goal = part(value, details.path(Constrained.GOAL), details.violations());
        var constraints = constraints(details);
        details.rejectOthers();
        return goal == null || constraints.isEmpty() ? null : new Constrained(goal, constraints);
    }

    private LinkedHashMap<String, Constraint> constraints(Section details) {
        var constraints = new LinkedHashMap<String, Constraint>();
        var members = details.section("subject-to");
        if (members == null) {
            details.missing("subject-to", "{name: {metric: ..., at-least: 0.9}, ...}");
            return constraints;
        }
        if (!members.node().isObject()) return constraints;
        if (members.names().isEmpty()) {
            details.fault("subject-to", "is empty; without constraints give the metric by itself");
        }
        for (var name : members.names()) {
            var constraint = constraint(members, name);
            if (constraint != null) constraints.put(name, constraint);
        }
        return constraints;
    }

    private @Nullable Constraint constraint(Section members, String name) {
        if (name.equals(Constrained.GOAL)) {
            members.fault(name, "is the name of what is made best; call the constraint otherwise");
        }
        var member = members.section(name);
        if (member == null) {
            members.missing(name, "{metric: ..., at-least: 0.9}");
            return null;
        }
        if (!member.node().isObject()) return null;
        var least = member.decimal("at-least", 0, 1);
        if (least == null && !member.has("at-least")) {
            member.missing("at-least", "a score, above 0 to 1");
        } else if (least != null && least == 0) {
            member.fault("at-least", "0 is reached by every answer (expected: above 0 to 1)");
        }
        var metric = metric(member);
        member.rejectOthers();
        return metric == null || least == null ? null : new Constraint(metric, least);
    }

    @Nullable Metric threshold(Section section) {
        var details = section.section("threshold");
        if (details == null || !details.node().isObject()) return null;
        var least = details.decimal("least", 0, 1, 1);
        var metric = metric(details);
        details.rejectOthers();
        return metric == null ? null : new Threshold(metric, least);
    }

    /** The member {@code metric}. */
    private @Nullable Metric metric(Section section) {
        var value = section.value("metric");
        if (value == null) {
            section.missing("metric", "exact, or one of " + MetricReader.KINDS);
            return null;
        }
        return part(value, section.path("metric"), section.violations());
    }

    private @Nullable Metric part(JsonNode value, String path, Violations violations) {
        var metric = inner.read(value, path, violations);
        if (!(metric instanceof Weighted w) || w.combination() != Combination.PARETO) return metric;
        violations.add(
                path,
                "pareto cannot be a part of another metric: its parts are the study's objectives"
                        + " (expected here: weighted)");
        return null;
    }
}
