package io.espalier.coordinator.api;

import com.google.rpc.Code;
import com.google.rpc.Status;
import io.espalier.coordinator.journal.JournalException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers calls, and turns whatever goes wrong into a status. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    static <T> void unary(StreamObserver<T> observer, Supplier<T> work) {
        T answer;
        try {
            answer = work.get();
        } catch (RuntimeException e) {
            observer.onError(status(e));
            return;
        }
        observer.onNext(answer);
        observer.onCompleted();
    }

    static StatusRuntimeException status(RuntimeException problem) {
        return switch (problem) {
            case ApiException e -> e.toStatus();
            case JournalException e -> ApiException.of(e).toStatus();
            default -> {
                LOG.error("a call broke", problem);
                yield StatusProto.toStatusRuntimeException(
                        Status.newBuilder()
                                .setCode(Code.INTERNAL_VALUE)
                                .setMessage(
                                        "this is a fault of Espalier's: "
                                                + problem
                                                + " (the node's log has the place)")
                                .build());
            }
        };
    }
}
