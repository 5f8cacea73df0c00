package io.espalier.deploy.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.v1.Front;
import io.espalier.v1.FrontMember;
import org.junit.jupiter.api.Test;

class FrontTextTest {
    @Test
    void table_ofAFront_hasALineForEachMemberAndMarksTheResult() {
        var front =
                Front.newBuilder()
                        .addObjectives("right")
                        .addObjectives("tokens")
                        .setHypervolume(0.5)
                        .addMembers(
                                FrontMember.newBuilder()
                                        .setCandidate("seed 3")
                                        .putScores("tokens", 0.25)
                                        .putScores("right", 1)
                                        .setContribution(0.125)
                                        .setResult(true))
                        .addMembers(
                                FrontMember.newBuilder()
                                        .setCandidate("unoptimized")
                                        .putScores("right", 0.253)
                                        .putScores("tokens", 1)
                                        .setContribution(0.0625));
        assertThat(FrontText.of(front.build()))
                .isEqualTo(
                        """
                          front       2 candidates that none beats in all of right, tokens (hypervolume 0.500)
                            candidate       right    tokens    adds
                            seed 3        100.0 %    25.0 %   0.125   <- the result
                            unoptimized    25.3 %   100.0 %   0.063
                        """);
    }
}
