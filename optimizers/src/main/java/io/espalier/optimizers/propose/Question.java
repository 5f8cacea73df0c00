package io.espalier.optimizers.propose;

import io.espalier.optimizers.Study;
import io.espalier.signatures.Fields;
import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.job.Outcome;
import io.espalier.signatures.job.Rollout;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramReader;
import io.espalier.signatures.program.ProgramState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A question to the study's reflection model: a signature whose inputs are the evidence and whose
 * outputs are the proposal.
 *
 * @param program the signature as a program of one step
 */
public record Question(ProgramDefinition program) {
    /** Scored runs that tell least about what one answer is worth. */
    private static final int RUNS = 4;

    /**
     * @param signature in text form, such as {@code "current_instruction, examples -> advice"}
     * @param instruction what the model is asked to do
     * @param descriptions of fields, by name
     */
    public static Question of(
            String signature, String instruction, SequencedMap<String, String> descriptions) {
        var document = Json.object();
        document.put("module", "chain-of-thought");
        document.put("signature", signature);
        document.put("instruction", instruction);
        document.set("fields", Json.tree(descriptions));
        return new Question(ProgramReader.read(document));
    }

    /**
     * One draw of an answer. Equal evidence and an equal number give the same answer; a search that
     * wants another one numbers it differently.
     *
     * @param draw from 1 on
     */
    public Ask ask(Fields evidence, int draw, double temperature) {
        var example = Example.of(evidence);
        return new Ask(
                new Job(
                        program,
                        ProgramState.EMPTY,
                        example,
                        Rollout.draw(draw, temperature),
                        Job.Role.REFLECTION,
                        false));
    }

    /** A question with its evidence. */
    public record Ask(Job job) {}

    /**
     * Has all of them answered, side by side; only the first ones where tokens, model calls or cost
     * would leave too little to try what they propose.
     *
     * @return in the order asked; empty where the model gave no answer that can be read, or was not
     *     asked
     */
    public static List<Optional<Fields>> answers(Study study, List<Ask> asks) {
        var jobs = asks.stream().map(Ask::job).toList();
        var outcomes = study.run(jobs.subList(0, covered(study, jobs)));
        var answers = new ArrayList<Optional<Fields>>(asks.size());
        for (var outcome : outcomes) answers.add(answer(outcome));
        while (answers.size() < asks.size()) answers.add(Optional.empty());
        return answers;
    }

    private static int covered(Study study, List<Job> jobs) {
        try (var _ = study.keep((long) RUNS * jobs.size())) {
            return Math.max(Math.min(1, jobs.size()), study.covered(jobs));
        }
    }

    private static Optional<Fields> answer(Outcome outcome) {
        return outcome.failed() ? Optional.empty() : Optional.ofNullable(outcome.prediction());
    }
}
