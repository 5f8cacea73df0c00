package io.espalier.deploy.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.espalier.deploy.CommandFailure;
import io.espalier.signatures.document.Violation;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A node's answer that is an error, as the failure that the user reads. */
final class GrpcFailures {
    private GrpcFailures() {}

    static CommandFailure of(StatusRuntimeException problem, NodeAddress node) {
        var status = problem.getStatus();
        var text = Optional.ofNullable(status.getDescription()).orElse("no reason was given");
        return switch (status.getCode()) {
            case INVALID_ARGUMENT -> {
                var violations = violations(problem);
                yield violations.isEmpty()
                        ? CommandFailure.usage(reason(problem, "INVALID_ARGUMENT"), text)
                        : CommandFailure.invalid(
                                reason(problem, "INVALID_STUDY"),
                                "the node at " + node,
                                violations);
            }
            case NOT_FOUND -> CommandFailure.failed(reason(problem, "NOT_FOUND"), text);
            case FAILED_PRECONDITION, ALREADY_EXISTS, ABORTED ->
                    CommandFailure.failed(reason(problem, status.getCode().name()), text);
            case UNAVAILABLE ->
                    CommandFailure.environment(
                            "NODE_UNAVAILABLE",
                            "no node answers at "
                                    + node
                                    + " ("
                                    + cause(status)
                                    + "); start one with 'espalier node'",
                            problem);
            default ->
                    CommandFailure.environment(
                            reason(problem, status.getCode().name()),
                            "the node at " + node + " answered " + status.getCode() + ": " + text,
                            problem);
        };
    }

    private static String cause(Status status) {
        var cause = status.getCause();
        var text = cause == null ? status.getDescription() : cause.getMessage();
        return text == null ? "unavailable" : text.lines().findFirst().orElse("unavailable");
    }

    private static String reason(StatusRuntimeException problem, String otherwise) {
        return details(problem, ErrorInfo.class).stream()
                .map(ErrorInfo::getReason)
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse(otherwise);
    }

    private static List<Violation> violations(StatusRuntimeException problem) {
        return details(problem, BadRequest.class).stream()
                .flatMap(request -> request.getFieldViolationsList().stream())
                .map(v -> new Violation(v.getField(), null, v.getDescription()))
                .toList();
    }

    private static <T extends com.google.protobuf.Message> List<T> details(
            StatusRuntimeException problem, Class<T> type) {
        var status = StatusProto.fromThrowable(problem);
        var found = new ArrayList<T>();
        if (status == null) return found;
        for (Any detail : status.getDetailsList()) {
            if (!detail.is(type)) continue;
            try {
                found.add(detail.unpack(type));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(
                        "a detail of " + type.getSimpleName() + " that cannot be read", e);
            }
        }
        return found;
    }
}
