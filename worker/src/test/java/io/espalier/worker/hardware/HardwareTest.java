package io.espalier.worker.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HardwareTest {

    @Test
    void linux_withHyperThreads_countsEachCoreOnce() {
        var cpu =
                List.of(
                        "processor\t: 0",
                        "model name\t: Some Chip",
                        "physical id\t: 0",
                        "core id\t\t: 0",
                        "processor\t: 1",
                        "model name\t: Some Chip",
                        "physical id\t: 0",
                        "core id\t\t: 0");
        assertThat(Probe.linux(cpu, List.of("MemTotal:       1024 kB")))
                .isEqualTo(new Probe("Some Chip", 1, 1 << 20));
    }

    @Test
    void macOs_fromSysctl_readsChipCoresMemory() {
        var lines =
                List.of(
                        "machdep.cpu.brand_string: Apple M4 Pro",
                        "hw.physicalcpu: 12",
                        "hw.memsize: 25769803776");
        assertThat(Probe.macOs(lines)).isEqualTo(new Probe("Apple M4 Pro", 12, 24L << 30));
    }

    @Test
    void detect_here_findsCoresAndMemory() {
        var hardware = Hardware.detect();
        assertThat(hardware.cores()).isBetween(1, 4096);
        assertThat(hardware.physicalCores()).isBetween(1, hardware.cores());
        assertThat(hardware.memoryBytes()).isGreaterThan(64L << 20);
        assertThat(hardware.chip()).isNotBlank();
    }
}
