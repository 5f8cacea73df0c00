package io.espalier.deploy.study;

import io.espalier.deploy.CommandFailure;
import io.espalier.deploy.client.NodeClient;
import io.espalier.optimizers.spec.LoadedData;
import io.espalier.signatures.data.DataSet;
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
        var spec = file.spec();
        var data = spec.data();
        upload(node, spec.name() + "/train", data.train());
        upload(node, spec.name() + "/validation", data.validation());
        upload(node, spec.name() + "/test", data.test());
        try {
            return node.submit(SpecMessage.of(spec), continueUnfinished);
        } catch (CommandFailure e) {
            throw file.refused(e);
        }
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
