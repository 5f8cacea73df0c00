package io.espalier.optimizers.miprov2;

import java.util.List;
import java.util.random.RandomGenerator;

/** A hint for whoever writes an instruction, so that several drafts differ. */
enum Tip {
    NONE(""),
    CREATIVE("Look at the task from a side that nobody else would."),
    SIMPLE("Be short and plain; leave out whatever the module does not need."),
    THOROUGH("Be complete: say what to do in every kind of case that the runs show."),
    STAKES("Say where a mistake would cost most, and how to avoid it."),
    PERSONA("Tell the module who it is: somebody who knows this task from experience.");

    private final String text;

    Tip(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static Tip draw(RandomGenerator random) {
        return List.of(values()).get(random.nextInt(values().length));
    }
}
