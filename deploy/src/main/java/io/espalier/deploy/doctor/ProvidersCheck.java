package io.espalier.deploy.doctor;

import io.espalier.worker.provider.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which ways to run models can be used here, and why not the others. */
record ProvidersCheck(Map<String, Finding> findings) implements Check {

    @Override
    public List<Diagnosis> look() {
        var found = new ArrayList<Diagnosis>();
        findings.forEach((name, finding) -> found.add(one(name, finding)));
        if (findings.values().stream().noneMatch(Finding::usable)) {
            found.add(
                    Diagnosis.bad(
                            "providers",
                            "no way to run a model works here",
                            "build again (./espalier), or use an endpoint: {provider: openai, url, model}"));
        }
        return found;
    }

    private static Diagnosis one(String name, Finding finding) {
        return finding.usable()
                ? Diagnosis.ok(name, finding.sentence())
                : Diagnosis.warn(
                        name, finding.sentence(), "use another provider in models.task.provider");
    }
}
