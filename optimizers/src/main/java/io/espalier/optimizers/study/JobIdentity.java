package io.espalier.optimizers.study;

import io.espalier.signatures.data.Example;
import io.espalier.signatures.job.Job;
import io.espalier.signatures.json.Json;
import io.espalier.signatures.program.ProgramDefinition;
import io.espalier.signatures.program.ProgramState;
import java.util.IdentityHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Identities of jobs, each program, state and example hashed once in place of once per job. Keys
 * are references, since comparing states by value costs as much as hashing them. Used by one
 * thread.
 */
final class JobIdentity {
    /** States come and go with candidates; what is forgotten is only hashed again. */
    private static final int STATES = 4096;

    private record Text(String hash, int chars) {
        /** Of a pool of demos a prompt has as many as it shows. */
        static Text of(ProgramState state) {
            var whole = of(state.toJson());
            var shown = state;
            for (var predictor : state.predictors().entrySet()) {
                var nearest = predictor.getValue().nearest();
                if (nearest == null) continue;
                var pool = predictor.getValue().demos();
                var some = pool.subList(0, Math.min(nearest.k(), pool.size()));
                shown = shown.change(predictor.getKey(), p -> p.withDemos(some));
            }
            return shown == state ? whole : new Text(whole.hash, of(shown.toJson()).chars);
        }

        static Text of(Example example) {
            return of(example.fields().toJson());
        }

        private static Text of(JsonNode node) {
            var json = Json.canonical(node);
            return new Text(Json.hash(json), json.length());
        }
    }

    private final Surroundings surroundings;
    private final Map<ProgramDefinition, String> programs = new IdentityHashMap<>();
    private final Map<ProgramState, Text> states = new IdentityHashMap<>();
    private final Map<Example, Text> examples = new IdentityHashMap<>();

    JobIdentity(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Asked of(Job job, boolean apart) {
        if (states.size() >= STATES) states.clear();
        var program = programs.computeIfAbsent(job.program(), p -> Json.hash(p.document()));
        var state = states.computeIfAbsent(job.state(), Text::of);
        var example = examples.computeIfAbsent(job.example(), Text::of);
        var id = job.id(program, state.hash, example.hash, surroundings.of(job));
        var kind = (job.scored() ? state.hash : program) + job.role();
        return new Asked(id, job, state.hash, kind, state.chars + example.chars, apart);
    }
}
