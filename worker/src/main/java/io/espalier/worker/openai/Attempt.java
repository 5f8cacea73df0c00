package io.espalier.worker.openai;

import io.espalier.signatures.job.Blame;
import io.espalier.signatures.model.Completion;
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

/** What one call of the endpoint came to. */
sealed interface Attempt {

    record Done(Completion completion) implements Attempt {}

    /** The endpoint does not know an option of the request, which can do without it. */
    record Refused(Refusals.Option option, String words) implements Attempt {}

    /**
     * Too many calls.
     *
     * @param asked the wait that the endpoint wants; empty where it does not say
     */
    record PutOff(Optional<Duration> asked, String reason) implements Attempt {}

    /** Worth another try. */
    record Failed(String message, boolean timeout) implements Attempt {}

    /** Another try would end the same. */
    record Fatal(Blame blame, String message) implements Attempt {}

    static Attempt make(
            Transport transport, ChatRequest request, List<Message> prompt, Endpoint endpoint)
            throws InterruptedException {
        try {
            return read(transport.post(request.body()), request, prompt, endpoint);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return unreachable(endpoint, e);
        } catch (HttpTimeoutException e) {
            return new Failed(
                    endpoint + " did not answer within " + endpoint.timeout().toSeconds() + " s",
                    true);
        } catch (IOException e) {
            return new Failed("the connection to " + endpoint + " broke off: " + reason(e), false);
        }
    }

    private static Attempt unreachable(Endpoint endpoint, IOException e) {
        String why = causedBy(e, UnresolvedAddressException.class) ? "no such host" : reason(e);
        return new Failed(
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

    private static Attempt read(
            Transport.Reply reply, ChatRequest request, List<Message> prompt, Endpoint endpoint) {
        if (reply.status() == 200) {
            try {
                return new Done(ChatAnswer.completion(reply.body()));
            } catch (ChatAnswer.Malformed e) {
                return new Failed(endpoint + " answered " + e.getMessage(), false);
            }
        }
        var complaint = ChatAnswer.complaint(reply.body());
        String words = complaint.map(ChatAnswer.Complaint::message).orElse("");
        String said = words.isBlank() ? "" : ": " + Echo.safe(words, prompt);
        String status = endpoint + " answered " + reply.status() + said;
        return switch (reply.status()) {
            case 400, 422 ->
                    Refusals.named(words, request.options())
                            .<Attempt>map(option -> new Refused(option, Echo.safe(words, prompt)))
                            .orElseGet(() -> new Fatal(Blame.PROVIDER, status));
            case 401, 403 -> new Fatal(Blame.PROVIDER, status + "; " + keyAdvice(endpoint));
            case 404 ->
                    new Fatal(
                            Blame.PROVIDER,
                            status
                                    + "; either it has no model '"
                                    + endpoint.model()
                                    + "' or the url is not the base that ends in /v1");
            case 429 ->
                    complaint
                                    .map(ChatAnswer.Complaint::code)
                                    .orElse("")
                                    .equals("insufficient_quota")
                            ? new Fatal(Blame.PROVIDER, status)
                            : new PutOff(RetryAfter.of(reply.header(), Instant.now()), status);
            case 503 ->
                    RetryAfter.of(reply.header(), Instant.now())
                            .<Attempt>map(wait -> new PutOff(Optional.of(wait), status))
                            .orElseGet(() -> new Failed(status, false));
            case 408, 409, 425, 500, 502, 504, 520, 522, 524, 529 -> new Failed(status, false);
            default -> new Fatal(Blame.PROVIDER, status);
        };
    }

    private static String keyAdvice(Endpoint endpoint) {
        return endpoint.keyEnv() == null
                ? "it wants a key: name the environment variable that holds it as models.key-env"
                : "the key comes from the environment variable " + endpoint.keyEnv();
    }
}
