package io.espalier.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanesTest {

    @Test
    void pick_samePrefixOnIdleLanes_staysOnOneLane() {
        var lanes = new Lanes(24, 64);
        var first = lanes.pick("candidate", 8, Set.of()).orElseThrow();
        lanes.add(first, 8);
        lanes.remove(first, 8);
        assertThat(lanes.pick("candidate", 8, Set.of())).hasValue(first);
    }

    @Test
    void pick_onePrefixOnly_spreadsWithinABoundOfTheMean() {
        var lanes = new Lanes(10, 1000);
        var load = new int[10];
        for (int i = 0; i < 500; i++) {
            var lane = lanes.pick("hot", 1, Set.of()).orElseThrow();
            lanes.add(lane, 1);
            load[lane]++;
        }
        // 1.25 times the mean of 50, rounded up; without the bound one lane would hold all 500.
        assertThat(Arrays.stream(load).max().orElseThrow()).isLessThanOrEqualTo(63);
    }

    @Test
    void pick_otherPrefixes_useOtherLanes() {
        var lanes = new Lanes(24, 64);
        var used = new HashSet<Integer>();
        for (int i = 0; i < 100; i++)
            used.add(lanes.pick("candidate " + i, 8, Set.of()).orElseThrow());
        // 100 draws of 24 lanes miss about 0.3 lanes; a broken hash would use one.
        assertThat(used).hasSizeGreaterThan(18);
    }

    @Test
    void pick_everyLaneFull_isNone() {
        var lanes = new Lanes(2, 8);
        lanes.add(0, 8);
        lanes.add(1, 8);
        assertThat(lanes.pick("any", 1, Set.of())).isEmpty();
        lanes.remove(1, 4);
        assertThat(lanes.pick("any", 4, Set.of())).hasValue(1);
    }

    @Test
    void pick_avoidedLane_isLastResort() {
        var lanes = new Lanes(2, 8);
        assertThat(lanes.pick("any", 1, Set.of(0))).hasValue(1);
        // Beyond its share of the load, yet with room.
        lanes.add(1, 7);
        assertThat(lanes.pick("any", 1, Set.of(0))).hasValue(1);
        lanes.add(1, 1);
        assertThat(lanes.pick("any", 1, Set.of(0))).hasValue(0);
    }
}
