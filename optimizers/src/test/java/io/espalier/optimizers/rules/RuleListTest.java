package io.espalier.optimizers.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RuleListTest {
    private static RuleList read(String text) {
        return RuleList.read(text, 10).orElseThrow();
    }

    @Test
    void list_withBulletsNumbersOrNames_isReadWithoutThem() {
        assertThat(read("- a b\n* c\n• d").rules()).containsExactly("a b", "c", "d");
        assertThat(read("1. a\n2) b\n(3) c\n10: d").rules()).containsExactly("a", "b", "c", "d");
        assertThat(read("Rule 1: a\nrule 2. b").rules()).containsExactly("a", "b");
    }

    @Test
    void list_amongOtherWords_isAllThatCounts() {
        assertThat(read("Here they are:\n```text\n- a\n  goes on\n- b\n```\nGood luck.").rules())
                .containsExactly("a goes on", "b");
    }

    @Test
    void lines_withoutBullets_areRulesEach() {
        assertThat(read("Dates are day first.\n\n  3.5 is a number.  ").rules())
                .containsExactly("Dates are day first.", "3.5 is a number.");
    }

    @Test
    void rules_repeatedOrTooMany_areLeftOut() {
        assertThat(RuleList.read("- a\n- a\n- b\n- c", 2).orElseThrow().rules())
                .containsExactly("a", "b");
    }

    @Test
    void nothing_written_isNoList() {
        assertThat(RuleList.read(" \n", 10)).isEmpty();
        assertThat(RuleList.read("-  \n- ", 10)).isEmpty();
    }

    @Test
    void instruction_withRules_endsWithThem() {
        assertThat(read("- a\n- b").under("Do it.\n"))
                .isEqualTo("Do it.\n\nRules of this task:\n- a\n- b");
    }
}
