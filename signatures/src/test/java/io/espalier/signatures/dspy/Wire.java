package io.espalier.signatures.dspy;

import io.espalier.signatures.json.Json;
import io.espalier.signatures.model.Message;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Conversations in the form in which DSPy hands them to its client. */
final class Wire {
    private Wire() {}

    static ArrayNode messages(List<Message> messages) {
        var all = Json.array();
        for (var message : messages) {
            var node = Json.object().put("role", message.role().wireName());
            node.set("content", content(message));
            all.add(node);
        }
        return all;
    }

    private static JsonNode content(Message message) {
        if (message.parts().size() == 1
                && message.parts().getFirst() instanceof Message.Part.Text(var text)) {
            return Json.text(text);
        }
        var parts = Json.array();
        for (var part : message.parts()) {
            switch (part) {
                case Message.Part.Text(var text) ->
                        parts.add(Json.object().put("type", "text").put("text", text));
                case Message.Part.Image(var url) -> {
                    var node = Json.object().put("type", "image_url");
                    node.putObject("image_url").put("url", url);
                    parts.add(node);
                }
            }
        }
        return parts;
    }

    /** Where two conversations part, for people; empty where they are equal to the byte. */
    static String difference(JsonNode ours, JsonNode theirs) {
        if (ours.equals(theirs)) return "";
        if (ours.size() != theirs.size()) {
            return "ours has " + ours.size() + " messages, DSPy's " + theirs.size();
        }
        for (var i = 0; i < ours.size(); i++) {
            if (ours.get(i).equals(theirs.get(i))) continue;
            var a = text(ours.get(i));
            var b = text(theirs.get(i));
            var at = 0;
            while (at < Math.min(a.length(), b.length()) && a.charAt(at) == b.charAt(at)) at++;
            return "message "
                    + i
                    + " at "
                    + at
                    + ": ours "
                    + Json.write(Json.text(around(a, at)))
                    + ", DSPy's "
                    + Json.write(Json.text(around(b, at)));
        }
        return "unequal";
    }

    private static String text(JsonNode message) {
        var content = message.path("content");
        return message.path("role").asString("")
                + ": "
                + (content.isString() ? content.stringValue() : content.toString());
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 100));
    }
}
