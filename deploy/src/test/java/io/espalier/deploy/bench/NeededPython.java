package io.espalier.deploy.bench;

import static org.junit.jupiter.api.Assumptions.abort;

import io.espalier.deploy.CommandFailure;

/** For tests of benchmarks whose peers run on Python. */
public final class NeededPython {
    private NeededPython() {}

    /** Skips the test where there is no Python, unless that is forbidden. */
    public static void orAbort() {
        try {
            Checkout.find().python();
        } catch (CommandFailure e) {
            if ("1".equals(System.getenv("ESPALIER_REQUIRE_PYTHON"))) throw e;
            abort(String.valueOf(e.getMessage()));
        }
    }
}
