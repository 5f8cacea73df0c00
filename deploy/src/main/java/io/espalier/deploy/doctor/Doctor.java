package io.espalier.deploy.doctor;

import io.espalier.deploy.node.Home;
import io.espalier.signatures.dspy.UserPython;
import io.espalier.worker.hardware.Hardware;
import io.espalier.worker.provider.ModelPlaces;
import io.espalier.worker.provider.Providers;
import java.util.List;

/** All checks, in the order in which a study meets them. */
public final class Doctor {
    private Doctor() {}

    /**
     * @param port that a node is to take commands on; 0 for any
     */
    public static List<Diagnosis> examine(Home home, int port) {
        var places = ModelPlaces.ofEnvironment();
        var providers = Providers.found(places);
        return List.<Check>of(
                        new JavaCheck(),
                        new MachineCheck(Hardware.detect(), Runtime.getRuntime().maxMemory()),
                        new ProvidersCheck(providers.findings()),
                        new EmbeddedModelCheck(places),
                        new HomeCheck(home),
                        new PortCheck(port),
                        new PythonCheck(UserPython::find),
                        new ProcessCheck(),
                        new MacCheck(providers.hardware()))
                .stream()
                .flatMap(check -> check.look().stream())
                .toList();
    }
}
