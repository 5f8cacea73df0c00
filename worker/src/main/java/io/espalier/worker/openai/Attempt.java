package io.espalier.worker.openai;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.Message;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one call of the endpoint came to.
 *
 * @param <T> what was asked for
 */
sealed interface Attempt<T> {

    record Done<T>(T value) implements Attempt<T> {}

    /** The endpoint does not know an option of the request, which can do without it. */
    record Refused<T>(Refusals.Option option, String words) implements Attempt<T> {}

    /**
     * Too many calls.
     *
     * @param asked the wait that the endpoint wants; empty where it does not say
     */
    record PutOff<T>(Optional<Duration> asked, String reason) implements Attempt<T> {}

    /** Worth another try. */
    record Failed<T>(String message, boolean timeout) implements Attempt<T> {}

    /** Another try would end the same. */
    record Fatal<T>(Blame blame, String message) implements Attempt<T> {}

    /** Reads the body of an answer with status 200. */
    @FunctionalInterface
    interface Reader<T> {
        T read(byte[] body) throws ChatAnswer.Malformed;
    }

    /**
     * What is sent.
     *
     * @param options that can be left out
     * @param prompt which no message about a failure may repeat
     */
    record Sent(byte[] body, Set<Refusals.Option> options, List<Message> prompt) {}

    static <T> Attempt<T> make(Transport transport, Sent sent, Endpoint endpoint, Reader<T> reader)
            throws InterruptedException {
        try {
            return read(transport.post(sent.body), sent, endpoint, reader);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return unreachable(endpoint, e);
        } catch (HttpTimeoutException e) {
            return new Failed<>(
                    endpoint + " did not answer within " + endpoint.timeout().toSeconds() + " s",
                    true);
        } catch (IOException e) {
            return new Failed<>(
                    "the connection to " + endpoint + " broke off: " + reason(e), false);
        }
    }

    private static <T> Attempt<T> unreachable(Endpoint endpoint, IOException e) {
        String why = causedBy(e, UnresolvedAddressException.class) ? "no such host" : reason(e);
        return new Failed<>(
                "cannot reach " + endpoint.base() + ": " + why + "; is the server running?", false);
    }

    private static boolean causedBy(Throwable e, Class<? extends Throwable> type) {
        for (Throwable t = e; t != null; t = t.getCause()) if (type.isInstance(t)) return true;
        return false;
    }

    private static String reason(IOException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t.getMessage() != null && !t.getMessage().isBlank()) return t.getMessage();
        }
        return e instanceof ConnectException ? "connection refused" : e.getClass().getSimpleName();
    }

    private static <T> Attempt<T> read(
            Transport.Reply reply, Sent sent, Endpoint endpoint, Reader<T> reader) {
        if (reply.status() == 200) {
            try {
                return new Done<>(reader.read(reply.body()));
            } catch (ChatAnswer.Malformed e) {
                return new Failed<>(endpoint + " answered " + e.getMessage(), false);
            }
        }
        var complaint = ChatAnswer.complaint(reply.body());
        String words = complaint.map(ChatAnswer.Complaint::message).orElse("");
        String said = words.isBlank() ? "" : ": " + Echo.safe(words, sent.prompt);
        String status = endpoint + " answered " + reply.status() + said;
        return switch (reply.status()) {
            case 400, 422 ->
                    Refusals.named(words, sent.options)
                            .<Attempt<T>>map(
                                    option -> new Refused<>(option, Echo.safe(words, sent.prompt)))
                            .orElseGet(() -> new Fatal<>(Blame.PROVIDER, status));
            case 401, 403 -> new Fatal<>(Blame.PROVIDER, status + "; " + keyAdvice(endpoint));
            case 404 ->
                    new Fatal<>(
                            Blame.PROVIDER,
                            status
                                    + "; either it has no model '"
                                    + endpoint.model()
                                    + (endpoint.embeds()
                                            ? "' or it makes no embeddings"
                                            : "' or the url is not the base that ends in /v1"));
            case 429 ->
                    complaint
                                    .map(ChatAnswer.Complaint::code)
                                    .orElse("")
                                    .equals("insufficient_quota")
                            ? new Fatal<>(Blame.PROVIDER, status)
                            : new PutOff<>(RetryAfter.of(reply.header(), Instant.now()), status);
            case 503 ->
                    RetryAfter.of(reply.header(), Instant.now())
                            .<Attempt<T>>map(wait -> new PutOff<>(Optional.of(wait), status))
                            .orElseGet(() -> new Failed<>(status, false));
            case 408, 409, 425, 500, 502, 504, 520, 522, 524, 529 -> new Failed<>(status, false);
            default -> new Fatal<>(Blame.PROVIDER, status);
        };
    }

    private static String keyAdvice(Endpoint endpoint) {
        return endpoint.keyEnv() == null
                ? "it wants a key: name the environment variable that holds it as key-env of this model"
                : "the key comes from the environment variable " + endpoint.keyEnv();
    }
}
