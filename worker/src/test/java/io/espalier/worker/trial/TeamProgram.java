package io.espalier.worker.trial;

import io.espalier.signatures.program.Predict;
import io.espalier.signatures.program.Program;

/** A user's program in Java. */
public final class TeamProgram implements Program<TeamProgram.Ticket, TeamProgram.Team> {
    /** What comes in. */
    public record Ticket(String ticket) {}

    /** What goes out. */
    public record Team(String team) {}

    final Predict<Ticket, Team> answer = Predict.of(Ticket.class, Team.class, "Answer.");

    @Override
    public Team run(Ticket input) {
        if (input.ticket().equals("crash")) throw new NoClassDefFoundError("com/acme/Lost");
        return answer.call(input);
    }
}
