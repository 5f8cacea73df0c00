package io.espalier.deploy.doctor;

import io.espalier.signatures.json.Json;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one check found.
 *
 * @param finding one sentence on what is there
 * @param advice what to do; empty where nothing is to be done
 */
public record Diagnosis(String name, Level level, String finding, String advice) {

    /** How much a finding matters. */
    public enum Level {
        OK,
        /** Something works less well, or a part that not everybody needs does not work. */
        WARN,
        /** Studies cannot run. */
        BAD
    }

    static Diagnosis ok(String name, String finding) {
        return new Diagnosis(name, Level.OK, finding, "");
    }

    static Diagnosis warn(String name, String finding, String advice) {
        return new Diagnosis(name, Level.WARN, finding, advice);
    }

    static Diagnosis bad(String name, String finding, String advice) {
        return new Diagnosis(name, Level.BAD, finding, advice);
    }

    public String line() {
        var first =
                String.format(
                        Locale.ROOT,
                        "%-5s %-16s %s",
                        level.name().toLowerCase(Locale.ROOT),
                        name,
                        finding);
        return advice.isEmpty() ? first : first + "\n" + " ".repeat(23) + "-> " + advice;
    }

    public ObjectNode toJson() {
        var node = Json.object();
        node.put("name", name);
        node.put("state", level.name().toLowerCase(Locale.ROOT));
        node.put("finding", finding);
        node.put("advice", advice);
        return node;
    }
}
