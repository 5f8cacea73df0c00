package io.espalier.signatures.job;

import io.espalier.signatures.data.Example;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;

/**
 * One run of one program with one state on one example: the unit that a study asks for, journals
 * and never repeats.
 *
 * @param role which of the study's models answers
 * @param scored whether the study's metric judges the prediction; proposals of an optimizer are not
 */
public record Job(
        ProgramDefinition program,
        ProgramState state,
        Example example,
        Rollout rollout,
        Role role,
        boolean scored) {

    /** Which of a study's models a job asks. */
    public enum Role {
        TASK,
        REFLECTION
    }

    public static Job evaluate(ProgramDefinition program, ProgramState state, Example example) {
        return new Job(program, state, example, Rollout.PLAIN, Role.TASK, true);
    }

    /**
     * The job's identity: SHA-256 over the content of program, state, example and rollout, and over
     * {@code surroundings} (what else decides the answer).
     *
     * @param surroundings hash of the model's specification, the adapter and, for scored jobs, the
     *     metric
     */
    public String id(String surroundings) {
        return id(
                Json.hash(program.document()), state.hash(), example.fields().hash(), surroundings);
    }

    /** The same identity from hashes at hand: many jobs share a program and a state. */
    public String id(
            String programHash, String stateHash, String exampleHash, String surroundings) {
        var identity = Json.object();
        identity.put("program", programHash);
        identity.put("state", stateHash);
        identity.put("example", exampleHash);
        identity.put("rollout", rollout.id());
        if (rollout.temperature() != null) identity.put("temperature", rollout.temperature());
        identity.put("scored", scored);
        identity.put("surroundings", surroundings);
        return Json.hash(identity);
    }
}
