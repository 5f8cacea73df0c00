package io.espalier.coordinator.api;

import io.espalier.coordinator.journal.Database;
import io.espalier.coordinator.store.DataSets;
import io.espalier.signatures.data.DataException;
import io.espalier.signatures.data.DataFiles;
import io.espalier.v1.DataSet;
import io.espalier.v1.DataSetsGrpc;
import io.espalier.v1.GetDataSetRequest;
import io.espalier.v1.UploadDataSetRequest;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The DataSets service. */
final class DataSetsService extends DataSetsGrpc.DataSetsImplBase {
    /** Held in memory while it is checked. */
    private static final int LARGEST = 256 << 20;

    private final Database database;
    private final DataSets sets;

    DataSetsService(Database database, DataSets sets) {
        this.database = database;
        this.sets = sets;
    }

    @Override
    public StreamObserver<UploadDataSetRequest> upload(StreamObserver<DataSet> observer) {
        return new Upload(observer);
    }

    @Override
    public void get(GetDataSetRequest request, StreamObserver<DataSet> observer) {
        Answers.unary(
                observer,
                () ->
                        sets.find(request.getHash())
                                .map(DataSetsService::message)
                                .orElseThrow(() ->
                                        ApiException.notFound(
                                                "there is no data set '"
                                                        + request.getHash()
                                                        + "' here")));
    }

    private static DataSet message(DataSets.Kept kept) {
        return DataSet.newBuilder()
                .setHash(kept.hash())
                .setName(kept.name())
                .setRows(kept.rows())
                .build();
    }

    /** One upload; gRPC calls it from one thread at a time. */
    private final class Upload implements StreamObserver<UploadDataSetRequest> {
        private final StreamObserver<DataSet> observer;
        private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
        private String name = "";
        private boolean refused;

        Upload(StreamObserver<DataSet> observer) {
            this.observer = observer;
        }

        @Override
        public void onNext(UploadDataSetRequest part) {
            if (refused) return;
            if (name.isEmpty()) name = part.getName();
            if (rows.size() + (long) part.getChunk().size() > LARGEST) {
                refused = true;
                observer.onError(
                        ApiException.wrong(
                                        "chunk",
                                        "the data set is larger than "
                                                + (LARGEST >> 20)
                                                + " MiB; split it")
                                .toStatus());
                return;
            }
            rows.writeBytes(part.getChunk().toByteArray());
        }

        @Override
        public void onError(Throwable problem) {
            refused = true;
        }

        @Override
        public void onCompleted() {
            if (!refused) Answers.unary(observer, this::keep);
        }

        private DataSet keep() {
            database.checkRoom();
            var shown = name.isEmpty() ? "the data set" : name;
            try {
                var set = DataFiles.jsonLines(rows.toString(StandardCharsets.UTF_8), shown);
                if (set.size() == 0) throw ApiException.wrong("chunk", shown + " has no rows");
                return message(sets.put(name, set));
            } catch (DataException e) {
                throw ApiException.wrong("chunk", String.valueOf(e.getMessage()));
            }
        }
    }
}
