package io.espalier.worker.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.ModelException;
import io.espalier.worker.engine.Decoder;
import java.util.List;

/**
 * A decoder on an ONNX Runtime session. Owns the session and all native memory that its batches
 * use; everything happens on the thread that opened it.
 */
final class OnnxDecoder implements Decoder {

    final OrtEnvironment environment = Quiet.environment();
    final OrtSession session;
    final Network network;
    final Slab.Pool slabs = new Slab.Pool();
    private final int contextTokens;

    private OnnxDecoder(OrtSession session, Network network, int contextTokens) {
        this.session = session;
        this.network = network;
        this.contextTokens = contextTokens;
    }

    static OnnxDecoder open(ModelFolder folder, Execution execution) {
        try (var options = execution.options()) {
            var session = Quiet.environment().createSession(folder.network().toString(), options);
            return new OnnxDecoder(
                    session, Network.of(folder.folder(), session), folder.contextTokens());
        } catch (OrtException e) {
            throw ModelFolder.broken(
                    folder.folder(), "ONNX Runtime cannot load onnx/model.onnx: " + e.getMessage());
        }
    }

    @Override
    public int vocabulary() {
        return network.vocabulary();
    }

    @Override
    public int contextTokens() {
        return contextTokens;
    }

    @Override
    public long bytesPerToken() {
        return network.floatsPerToken() * Float.BYTES;
    }

    @Override
    public Batch batch(List<Start> rows) {
        return OnnxBatch.begin(this, rows);
    }

    @Override
    public void close() {
        slabs.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    static ModelException failed(OrtException e) {
        return new ModelException(
                Blame.MACHINE, "ONNX Runtime failed: " + e.getCode() + ": " + e.getMessage(), e);
    }
}
