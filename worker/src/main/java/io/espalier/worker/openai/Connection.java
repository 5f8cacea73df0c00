package io.espalier.worker.openai;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One kept-alive HTTP/1.1 connection. For one thread at a time. */
final class Connection implements AutoCloseable {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_HEADERS = 256;
    private static final int LARGEST_BODY = 256 * 1024 * 1024;

    /** The system takes as much as this without a reader at the other end. */
    private static final int AT_ONCE = 8 * 1024;

    /** Made with the first large request. */
    private static final class Watch {
        static final ScheduledThreadPoolExecutor CLOCK =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("late-requests").factory());

        static {
            CLOCK.setRemoveOnCancelPolicy(true);
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[8192];
    private int at;
    private int end;
    private long deadline;
    private boolean answering;
    private boolean reusable;
    private boolean http10;
    private long used = System.nanoTime();

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /**
     * @param deadline by {@link System#nanoTime()}
     * @throws HttpTimeoutException when no whole answer came until then
     */
    Transport.Reply exchange(byte[] request, long deadline) throws IOException {
        this.deadline = deadline;
        answering = false;
        reusable = false;
        send(request);
        var status = status();
        var headers = headers();
        while (status >= 100 && status < 200) { // "go on", "early hints"
            status = status();
            headers = headers();
        }
        var keep = keepsAlive(headers);
        var body = body(status, headers);
        reusable = keep && reusable && at == end;
        used = System.nanoTime();
        var byName = headers;
        return new Transport.Reply(
                status,
                name -> Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT))),
                body);
    }

    /** A write knows no deadline: when it passes, the socket is closed under the writer. */
    private void send(byte[] request) throws IOException {
        if (request.length <= AT_ONCE) {
            out.write(request);
            return;
        }
        var cutOff =
                Watch.CLOCK.schedule(
                        this::close, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        try {
            out.write(request);
        } catch (IOException e) {
            if (System.nanoTime() - deadline < 0) throw e;
            var late = new HttpTimeoutException("it did not read the whole request in time");
            late.initCause(e);
            throw late;
        } finally {
            cutOff.cancel(false);
        }
    }

    /** True once the first byte of an answer has come. */
    boolean answering() {
        return answering;
    }

    /** True when another exchange may follow. */
    boolean reusable() {
        return reusable;
    }

    Duration idleFor() {
        return Duration.ofNanos(System.nanoTime() - used);
    }

    private int status() throws IOException {
        var line = line();
        if (!line.startsWith("HTTP/1.") || line.length() < 12) {
            throw new IOException("it does not speak HTTP/1.1");
        }
        http10 = line.startsWith("HTTP/1.0");
        try {
            return Integer.parseInt(line.substring(9, 12));
        } catch (NumberFormatException e) {
            throw new IOException("it does not speak HTTP/1.1", e);
        }
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (String line; !(line = line()).isEmpty(); ) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MOST_HEADERS) {
                throw new IOException("its header cannot be read");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private boolean keepsAlive(Map<String, String> headers) {
        var connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        return http10 ? connection.contains("keep-alive") : !connection.contains("close");
    }

    /** Where the answer has no length, it ends with the connection. */
    private byte[] body(int status, Map<String, String> headers) throws IOException {
        var coding = headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
        var length = headers.get("content-length");
        if (coding.contains("chunked")) {
            reusable = true;
            return chunks();
        }
        if (status == 204 || status == 304) {
            reusable = true;
            return new byte[0];
        }
        if (length == null) return rest();
        reusable = true;
        return exactly(number(length, 10));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var line = line();
            int semicolon = line.indexOf(';');
            var size = number(semicolon < 0 ? line : line.substring(0, semicolon), 16);
            if (size == 0) break;
            body.write(exactly(size));
            if (!line().isEmpty()) throw new IOException("a chunk is longer than it says");
        }
        while (!line().isEmpty()) {
            // trailers
        }
        return body.toByteArray();
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int number = Integer.parseInt(text.strip(), radix);
            if (number >= 0 && number <= LARGEST_BODY) return number;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IOException("its length " + text.strip() + " makes no sense");
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = new byte[length];
        int have = Math.min(length, end - at);
        System.arraycopy(buffer, at, bytes, 0, have);
        at += have;
        while (have < length) {
            int n = read(bytes, have, length - have);
            if (n < 0) throw hungUp();
            have += n;
        }
        return bytes;
    }

    private byte[] rest() throws IOException {
        var body = new ByteArrayOutputStream();
        do {
            body.write(buffer, at, end - at);
            at = end;
        } while (fill());
        return body.toByteArray();
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        while (true) {
            if (at == end && !fill()) throw hungUp();
            var c = (char) (buffer[at++] & 0xff);
            if (c == '\n') break;
            if (line.length() == LONGEST_LINE)
                throw new IOException("a header line without an end");
            line.append(c);
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') line.setLength(length - 1);
        return line.toString();
    }

    /** False at the end of the stream. */
    private boolean fill() throws IOException {
        int n = read(buffer, 0, buffer.length);
        at = 0;
        end = Math.max(0, n);
        return n > 0;
    }

    private int read(byte[] into, int offset, int length) throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) throw new HttpTimeoutException("no whole answer in time");
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        try {
            int n = in.read(into, offset, length);
            if (n > 0) answering = true;
            return n;
        } catch (SocketTimeoutException e) {
            throw new HttpTimeoutException("no whole answer in time");
        }
    }

    private static IOException hungUp() {
        return new EOFException("it hung up before the end of its answer");
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more in any case.
        }
    }
}
