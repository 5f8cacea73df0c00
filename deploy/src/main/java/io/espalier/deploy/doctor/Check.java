package io.espalier.deploy.doctor;

import java.util.List;

/** Looks at one part of the surroundings and changes nothing that stays. */
@FunctionalInterface
public interface Check {
    List<Diagnosis> look();
}
