package io.espalier.coordinator.api;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.espalier.cluster.v1.StudyRefusal;
import io.espalier.coordinator.journal.JournalException;
import io.espalier.signatures.document.Violation;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;

/** A call's failure as the caller reads it: a status, a stable reason, and faults by field. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String DOMAIN = "espalier.io";

    private final Code code;
    private final String reason;
    private final transient List<Violation> violations;

    private ApiException(Code code, String reason, String message, List<Violation> violations) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.violations = List.copyOf(violations);
    }

    /** Faults of what the caller sent. */
    static ApiException invalid(String reason, String what, List<Violation> violations) {
        var faults = violations.size() == 1 ? "1 fault" : violations.size() + " faults";
        return new ApiException(Code.INVALID_ARGUMENT, reason, what + ": " + faults, violations);
    }

    static ApiException wrong(String field, String message) {
        return new ApiException(
                Code.INVALID_ARGUMENT,
                "INVALID_ARGUMENT",
                field + ": " + message,
                List.of(new Violation(field, null, message)));
    }

    static ApiException notFound(String message) {
        return new ApiException(Code.NOT_FOUND, "NOT_FOUND", message, List.of());
    }

    static ApiException wrongState(String message) {
        return new ApiException(Code.FAILED_PRECONDITION, "WRONG_STATE", message, List.of());
    }

    static ApiException unavailable(String message) {
        return new ApiException(Code.UNAVAILABLE, "UNAVAILABLE", message, List.of());
    }

    static ApiException of(StudyRefusal refusal) {
        var message = refusal.getMessage();
        return switch (refusal.getKind()) {
            case NO_SUCH_STUDY -> notFound(message);
            case WRONG_STATE -> wrongState(message);
            case JOURNAL ->
                    new ApiException(
                            Code.RESOURCE_EXHAUSTED, "JOURNAL_NOT_WRITABLE", message, List.of());
            case OTHER_STUDY ->
                    new ApiException(Code.ALREADY_EXISTS, "REQUEST_ID_USED", message, List.of());
            case KIND_UNSPECIFIED, UNRECOGNIZED -> unavailable(message);
        };
    }

    static ApiException of(JournalException problem) {
        var message = String.valueOf(problem.getMessage());
        return switch (problem.kind()) {
            case DISK_FULL ->
                    new ApiException(Code.RESOURCE_EXHAUSTED, "DISK_FULL", message, List.of());
            case IN_USE, FOREIGN, UNUSABLE ->
                    new ApiException(Code.UNAVAILABLE, "JOURNAL_NOT_WRITABLE", message, List.of());
        };
    }

    StatusRuntimeException toStatus() {
        var status =
                Status.newBuilder()
                        .setCode(code.getNumber())
                        .setMessage(String.valueOf(getMessage()))
                        .addDetails(
                                Any.pack(
                                        ErrorInfo.newBuilder()
                                                .setReason(reason)
                                                .setDomain(DOMAIN)
                                                .build()));
        if (!violations.isEmpty()) {
            var request = BadRequest.newBuilder();
            for (var violation : violations) {
                request.addFieldViolations(
                        BadRequest.FieldViolation.newBuilder()
                                .setField(violation.field())
                                .setDescription(violation.message()));
            }
            status.addDetails(Any.pack(request.build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }
}
