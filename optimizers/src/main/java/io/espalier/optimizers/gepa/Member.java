package io.espalier.optimizers.gepa;

import io.espalier.optimizers.Candidate;
import io.espalier.optimizers.Evaluation;
import io.espalier.signatures.program.ProgramState;
import java.util.List;

/** A candidate that was scored on the whole validation set. */
final class Member {
    private final int index;
    private final Candidate candidate;
    private final List<Member> parents;
    private final Evaluation validation;
    private int turn;

    Member(int index, Candidate candidate, List<Member> parents, Evaluation validation) {
        this.index = index;
        this.candidate = candidate;
        this.parents = List.copyOf(parents);
        this.validation = validation;
        this.turn = parents.stream().mapToInt(p -> p.turn).max().orElse(0);
    }

    /** Its place in the pool; parents come before their children. */
    int index() {
        return index;
    }

    String label() {
        return candidate.label();
    }

    ProgramState state() {
        return candidate.state();
    }

    Evaluation validation() {
        return validation;
    }

    double mean() {
        return validation.mean();
    }

    List<Member> parents() {
        return parents;
    }

    /** The number of the component whose turn it is; the next one is due next time. */
    int takeTurn(int components) {
        int taken = turn % components;
        turn = (taken + 1) % components;
        return taken;
    }

    boolean descendsFrom(Member other) {
        return parents.stream().anyMatch(p -> p == other || p.descendsFrom(other));
    }
}
