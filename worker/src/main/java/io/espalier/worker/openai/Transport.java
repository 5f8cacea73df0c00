package io.espalier.worker.openai;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** Carries one request's body to the endpoint and its answer back. Safe for many threads. */
interface Transport extends AutoCloseable {

    /** What came back, whatever its status. */
    record Reply(int status, Function<String, Optional<String>> header, byte[] body) {}

    /**
     * @throws java.net.http.HttpTimeoutException when no whole answer came in time
     * @throws IOException when the endpoint cannot be reached or hung up
     */
    Reply post(byte[] body) throws IOException, InterruptedException;

    @Override
    void close();
}
