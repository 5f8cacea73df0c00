package io.espalier.deploy.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Python with DSPy: for {@code framing: dspy}, and Python for metrics that are written in it. */
record PythonCheck(String python) implements Check {
    private static final String PROBE =
            "import sys, importlib.metadata as m\n"
                    + "v = [d.version for d in m.distributions() if (d.metadata['Name'] or '').lower() == 'dspy']\n"
                    + "print('%d.%d.%d' % sys.version_info[:3], v[0] if v else '-')\n";

    /** By {@code ESPALIER_PYTHON}, else the one on the PATH. */
    static PythonCheck ofEnvironment() {
        return new PythonCheck(
                Optional.ofNullable(System.getenv("ESPALIER_PYTHON")).orElse("python3"));
    }

    @Override
    public List<Diagnosis> look() {
        try {
            var words = Tool.ask(List.of(python, "-c", PROBE), "").split(" ");
            var version = words[0];
            var dspy = words.length > 1 ? words[1] : "-";
            return List.of(
                    Diagnosis.ok("python", "Python " + version + " (" + python + ")"),
                    dspy.equals("-")
                            ? Diagnosis.warn(
                                    "dspy",
                                    "that Python has no DSPy; only 'framing: dspy' needs it",
                                    "pip install dspy, or name another Python in ESPALIER_PYTHON")
                            : Diagnosis.ok("dspy", "DSPy " + dspy + ", for 'framing: dspy'"));
        } catch (IOException e) {
            return List.of(
                    Diagnosis.warn(
                            "python",
                            python
                                    + " cannot be run ("
                                    + e.getMessage()
                                    + "); only 'framing: dspy' and metrics in Python need it",
                            "install Python 3, or name one in ESPALIER_PYTHON"));
        }
    }
}
