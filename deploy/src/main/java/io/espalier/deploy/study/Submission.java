package io.espalier.deploy.study;

import io.espalier.coordinator.wire.SpecMessage;
import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.client.NodeClient;
import io.espalier.optimizers.spec.LoadedData;
import io.espalier.signatures.data.DataSet;
import io.espalier.v1.ForkStudyRequest;
import io.espalier.v1.Study;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends a study to a node: its data sets first, then the specification that names them. */
public final class Submission {
    private Submission() {}

    /**
     * @param continueUnfinished takes up an unfinished study of the same specification
     * @throws CommandFailure with what the node found wrong, located in the file
     */
    public static Study send(StudyFile file, NodeClient node, boolean continueUnfinished) {
        upload(file, node);
        try {
            return node.submit(SpecMessage.of(file.spec()), continueUnfinished);
        } catch (CommandFailure e) {
            throw file.refused(e);
        }
    }

    /**
     * A new study of this file's specification that starts from another one's results.
     *
     * @param request names the other one, and what to change in the file
     * @throws CommandFailure as {@link #send}
     */
    public static Study fork(StudyFile file, NodeClient node, ForkStudyRequest.Builder request) {
        upload(file, node);
        try {
            return node.fork(request.setSpec(SpecMessage.of(file.spec())));
        } catch (CommandFailure e) {
            throw file.refused(e);
        }
    }

    private static void upload(StudyFile file, NodeClient node) {
        var spec = file.spec();
        var data = spec.data();
        upload(node, spec.name() + "/train", data.train());
        upload(node, spec.name() + "/validation", data.validation());
        upload(node, spec.name() + "/test", data.test());
    }

    private static void upload(NodeClient node, String name, @Nullable LoadedData set) {
        if (set == null) return;
        var rows = new DataSet(set.examples()).jsonLines().getBytes(StandardCharsets.UTF_8);
        var kept = node.upload(name, rows);
        if (!kept.getHash().equals(set.hash())) {
            throw CommandFailure.environment(
                    "DATA_CHANGED",
                    "the node at "
                            + node.node()
                            + " kept "
                            + name
                            + " as "
                            + kept.getHash()
                            + ", here it is "
                            + set.hash()
                            + "; use the same version of Espalier on both sides");
        }
    }
}
