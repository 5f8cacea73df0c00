package io.espalier.deploy.doctor;

import java.io.IOException;
import java.util.List;

/** Whether a process can be started and spoken to over lines: what a metric's command needs. */
final class ProcessCheck implements Check {
    private static final String LINE = "{\"id\": 1}";

    @Override
    public List<Diagnosis> look() {
        try {
            var echo =
                    Tool.ask(List.of("/bin/sh", "-c", "read -r line; echo \"$line\""), LINE + "\n");
            if (echo.equals(LINE)) {
                return List.of(Diagnosis.ok("processes", "metrics as processes can be started"));
            }
            return List.of(wrong("a process answered '" + echo + "' for '" + LINE + "'"));
        } catch (IOException e) {
            return List.of(wrong("no process can be started: " + e.getMessage()));
        }
    }

    private static Diagnosis wrong(String finding) {
        return Diagnosis.warn(
                "processes", finding, "allow it, or use metrics that need no process");
    }
}
