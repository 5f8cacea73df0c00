package io.espalier.deploy.bench.quality;

import io.espalier.deploy.client.NodeClient;
import io.espalier.deploy.node.EmbeddedNode;
import io.espalier.deploy.node.Home;
import io.espalier.deploy.node.LogFile;
import io.espalier.deploy.print.ProtoJson;
import io.espalier.deploy.study.StudyFile;
import io.espalier.deploy.study.Submission;
import io.espalier.signatures.program.ProgramState;
import io.espalier.v1.StudyState;
import java.nio.file.Path;

/** Studies as a user has them: submitted to a node over gRPC, scheduled and journaled on disk. */
final class OnNode implements Engine {
    private final EmbeddedNode node;
    private final NodeClient client;

    /**
     * @param home of the node
     */
    OnNode(Path home) {
        var place = new Home(home);
        place.prepare();
        LogFile.open(place.log(), false);
        this.node = EmbeddedNode.start(place, EmbeddedNode.Options.DEFAULT);
        this.client = new NodeClient(node.address());
    }

    @Override
    public Learned run(StudyFile study) {
        var id = Submission.send(study, client, false).getStudy();
        client.watch(id, 0, _ -> {});
        var ended = client.get(id);
        if (ended.getState() != StudyState.FINISHED) {
            throw new IllegalStateException(
                    "the study ended as " + ended.getState() + ": " + ended.getReason());
        }
        var state = ProgramState.of(ProtoJson.of(client.program(id).getState()));
        return new Learned(state, ended.getReason(), ended.getMetricCalls());
    }

    @Override
    public void close() {
        client.close();
        node.close();
    }
}
