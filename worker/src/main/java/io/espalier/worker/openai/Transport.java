package io.espalier.worker.openai;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
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

    /**
     * Plain sockets for plain HTTP, where a fast local server makes the client's own cost count;
     * the JDK's client for TLS and proxies, where the network costs more than any client.
     */
    static Transport of(Endpoint endpoint) {
        return "http".equals(endpoint.chat().getScheme()) && direct(endpoint.chat())
                ? new SocketTransport(endpoint)
                : new JdkTransport(endpoint);
    }

    private static boolean direct(URI address) {
        var proxies = ProxySelector.getDefault();
        return proxies == null || proxies.select(address).stream().allMatch(Proxy.NO_PROXY::equals);
    }
}
