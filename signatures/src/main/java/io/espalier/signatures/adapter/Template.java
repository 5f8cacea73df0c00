package io.espalier.signatures.adapter;

/** Fills <code>{{name}}</code> places of a sentence. What is filled in is never read again. */
final class Template {
    private Template() {}

    /**
     * @param places names and texts in turn; a place without a text stays as it is
     */
    static String fill(String template, String... places) {
        var out = new StringBuilder(template.length() + 64);
        var from = 0;
        while (true) {
            var open = template.indexOf("{{", from);
            if (open < 0) return out.append(template, from, template.length()).toString();
            var close = template.indexOf("}}", open);
            var text = close < 0 ? null : text(template.substring(open + 2, close), places);
            if (text == null) {
                out.append(template, from, open + 2);
                from = open + 2;
            } else {
                out.append(template, from, open).append(text);
                from = close + 2;
            }
        }
    }

    private static @org.jspecify.annotations.Nullable String text(String name, String... places) {
        for (var i = 0; i < places.length; i += 2) {
            if (places[i].equals(name)) return places[i + 1];
        }
        return null;
    }
}
