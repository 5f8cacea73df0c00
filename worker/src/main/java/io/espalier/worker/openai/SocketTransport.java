package io.espalier.worker.openai;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over kept-alive plain sockets, one call at a time on each, for callers on virtual
 * threads: an interrupt closes the socket under their feet. It takes about a third of the processor
 * time of the JDK's client, whose calls change threads several times.
 *
 * <p>A server may hang up an idle connection at any moment. A call that finds out before the first
 * byte of its answer goes again on another connection; completions change nothing on the server. A
 * call whose time is over does not.
 */
final class SocketTransport implements Transport {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final String host;
    private final int port;
    private final Duration timeout;
    private final String head;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SocketTransport(Endpoint endpoint) {
        var address = endpoint.chat();
        this.host = address.getHost().replaceAll("[\\[\\]]", "");
        this.port = address.getPort() < 0 ? 80 : address.getPort();
        this.timeout = endpoint.timeout();
        this.head = head(address, endpoint.key());
    }

    private static String head(URI address, @Nullable String key) {
        var path = address.getRawPath();
        var query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        var port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return "POST "
                + path
                + query
                + " HTTP/1.1\r\nHost: "
                + address.getHost()
                + port
                + "\r\nUser-Agent: espalier\r\nAccept: application/json\r\nContent-Type: application/json\r\n"
                + (key == null ? "" : "Authorization: Bearer " + key + "\r\n")
                + "Content-Length: ";
    }

    @Override
    public Reply post(byte[] body) throws IOException, InterruptedException {
        var request = request(body);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            var kept = kept();
            var connection = kept == null ? connect() : kept;
            try {
                var reply = connection.exchange(request, deadline);
                if (connection.reusable() && !closed) idle.addFirst(connection);
                else drop(connection);
                return reply;
            } catch (IOException | RuntimeException e) {
                drop(connection);
                if (Thread.interrupted()) throw new InterruptedException();
                boolean late = e instanceof HttpTimeoutException;
                if (kept == null || connection.answering() || closed || late) throw e;
            }
        }
    }

    private byte[] request(byte[] body) {
        var start = (head + body.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        var request = new byte[start.length + body.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return request;
    }

    /** The one used last is the least likely to have been hung up. */
    private @Nullable Connection kept() {
        for (Connection next; (next = idle.pollFirst()) != null; drop(next)) {
            if (next.idleFor().compareTo(IDLE) < 0) return next;
        }
        return null;
    }

    private Connection connect() throws IOException {
        var socket = connected();
        var connection = new Connection(socket);
        all.add(connection);
        if (closed) {
            drop(connection);
            throw new IOException("the model was closed");
        }
        return connection;
    }

    /** To the first of the host's addresses that answers. */
    private Socket connected() throws IOException {
        IOException last = null;
        for (var address : addresses()) {
            var socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, port), (int) CONNECT.toMillis());
                return socket;
            } catch (SocketTimeoutException e) {
                last =
                        new HttpConnectTimeoutException(
                                "no connection in " + CONNECT.toSeconds() + " s");
                socket.close();
            } catch (IOException e) {
                last = e;
                socket.close();
            }
        }
        throw last == null ? new ConnectException("no such host") : last;
    }

    private InetAddress[] addresses() throws IOException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw (IOException) new ConnectException("no such host").initCause(e);
        }
    }

    private void drop(Connection connection) {
        all.remove(connection);
        connection.close();
    }

    @Override
    public void close() {
        closed = true;
        all.forEach(this::drop);
    }
}
