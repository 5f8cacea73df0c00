package io.espalier.signatures.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LexicalIndexTest {

    @Test
    void likeness_ofTheSameText_isOneAndOfForeignLetters_isNothing() {
        var index = new LexicalIndex(List.of("cancel my order", "Ωμέγα"));

        assertThat(index.likeness("cancel my order")[0]).isEqualTo(1, within(1e-9));
        assertThat(index.likeness("Ωμέγα")[0]).isZero();
        assertThat(index.likeness("")).containsExactly(0, 0);
    }

    @Test
    void likeness_ofAnotherFormOfAWord_isMoreThanOfAnotherWord() {
        var index = new LexicalIndex(List.of("cancelled", "refunded", "of"));
        var likeness = index.likeness("cancel");

        assertThat(likeness[0]).isGreaterThan(0.1);
        assertThat(likeness[1]).isLessThan(0.05);
    }

    /** What all texts have says nothing about which of them is near. */
    @Test
    void likeness_bySharedRareWord_beatsSharedCommonWords() {
        var index =
                new LexicalIndex(
                        List.of(
                                "please tell me about the weather",
                                "please tell me about the zeppelin",
                                "please tell me about the harvest"));
        var likeness = index.likeness("zeppelin please");

        assertThat(likeness[1]).isGreaterThan(2 * likeness[0]);
        assertThat(likeness[0]).isEqualTo(likeness[2], within(0.05));
    }

    @Test
    void vectors_packed_keepTheirCosineToAHundredth() {
        var a = new float[64];
        var b = new float[64];
        for (int i = 0; i < 64; i++) {
            a[i] = (float) Math.sin(i);
            b[i] = (float) Math.sin(i + 0.5);
        }
        double dot = 0;
        double one = 0;
        double other = 0;
        for (int i = 0; i < 64; i++) {
            dot += a[i] * b[i];
            one += a[i] * a[i];
            other += b[i] * b[i];
        }
        var vectors = new DemoVectors("m", List.of(DemoVectors.packed(a)));

        assertThat(vectors.likeness(b)[0]).isEqualTo(dot / Math.sqrt(one * other), within(0.01));
    }
}
