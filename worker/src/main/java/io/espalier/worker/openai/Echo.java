package io.espalier.worker.openai;

import io.espalier.signatures.model.Message;
import java.util.List;

/** Keeps an endpoint's error messages that quote the prompt out of ours. */
final class Echo {
    private static final int WINDOW = 16;
    private static final int MOST = 300;

    private Echo() {}

    /**
     * The endpoint's words in one short line, or a note in their place where they quote the prompt.
     */
    static String safe(String words, List<Message> prompt) {
        String line = words.strip().replaceAll("\\s+", " ");
        if (line.length() > MOST) line = line.substring(0, MOST) + "...";
        for (var message : prompt) {
            for (var part : message.parts()) {
                if (quotes(line, text(part).strip().replaceAll("\\s+", " "))) {
                    return "(its message quotes the prompt and is left out)";
                }
            }
        }
        return line;
    }

    private static String text(Message.Part part) {
        return switch (part) {
            case Message.Part.Text(var text) -> text;
            case Message.Part.Image(var url) -> url;
        };
    }

    private static boolean quotes(String line, String text) {
        if (text.length() < WINDOW) return text.length() >= 4 && line.contains(text);
        for (int i = 0; i + WINDOW <= line.length(); i++) {
            if (text.contains(line.substring(i, i + WINDOW))) return true;
        }
        return false;
    }
}
