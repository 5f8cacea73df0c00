package io.espalier.deploy.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineDiffTest {
    @Test
    void diff_changedMiddleLine_keepsTheRest() {
        assertThat(LineDiff.of("a\nb\nc", "a\nB\nc")).containsExactly("  a", "- b", "+ B", "  c");
    }

    @Test
    void diff_emptyBefore_addsEverything() {
        assertThat(LineDiff.of("", "a\nb")).containsExactly("+ a", "+ b");
    }

    @Test
    void diff_movedLine_isTakenOutOnceAndPutInOnce() {
        assertThat(LineDiff.of("x\na\nb", "a\nb\nx")).containsExactly("- x", "  a", "  b", "+ x");
    }
}
