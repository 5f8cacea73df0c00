package io.espalier.signatures.model;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;

/** Why an address gave no answer, in words; the caller has named the address. */
public final class Unreachable {
    private Unreachable() {}

    public static String because(IOException problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException
                    || cause instanceof UnknownHostException) {
                return "its host name is not known";
            }
        }
        return switch (problem) {
            case HttpConnectTimeoutException _ -> "no connection came about in time";
            case HttpTimeoutException _ -> "no answer came in time";
            case ConnectException _ -> "nothing listens there; is it started?";
            default -> {
                var message = problem.getMessage();
                yield message == null ? problem.getClass().getSimpleName() : message;
            }
        };
    }
}
