package io.espalier.deploy.doctor;

import io.espalier.signatures.dspy.DspyException;
import io.espalier.signatures.dspy.UserPython;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** Python with DSPy: for {@code framing: dspy}, and Python for metrics that are written in it. */
record PythonCheck(Supplier<UserPython> find) implements Check {
    private static final String PROBE =
            "import sys, importlib.metadata as m\n"
                    + "v = [d.version for d in m.distributions() if (d.metadata['Name'] or '').lower() == 'dspy']\n"
                    + "print('%d.%d.%d' % sys.version_info[:3], v[0] if v else '-')\n";

    @Override
    public List<Diagnosis> look() {
        UserPython python;
        try {
            python = find.get();
        } catch (DspyException e) {
            return List.of(missing(String.valueOf(e.getMessage())));
        }
        try {
            var words =
                    Tool.ask(List.of(python.executable().toString(), "-c", PROBE), "").split(" ");
            return List.of(
                    Diagnosis.ok("python", "Python " + words[0] + ", " + python),
                    dspy(words.length > 1 ? words[1] : "-"));
        } catch (IOException e) {
            return List.of(missing(python + " cannot be run: " + e.getMessage()));
        }
    }

    private static Diagnosis dspy(String version) {
        return version.equals("-")
                ? Diagnosis.warn(
                        "dspy",
                        "that Python has no DSPy; only 'framing: dspy' needs it",
                        "pip install dspy, or name another Python in ESPALIER_PYTHON")
                : Diagnosis.ok("dspy", "DSPy " + version + ", for 'framing: dspy'");
    }

    private static Diagnosis missing(String finding) {
        return Diagnosis.warn(
                "python",
                finding,
                "only 'framing: dspy' and metrics in Python need it; install Python 3, or name one in ESPALIER_PYTHON");
    }
}
