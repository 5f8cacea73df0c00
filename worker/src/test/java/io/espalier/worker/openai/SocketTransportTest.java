package io.espalier.worker.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.signatures.model.ModelSpec;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 byte by byte, against a server of plain sockets that says what a test wants. */
class SocketTransportTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String HANG_UP = "";
    private static final String SILENCE = "silence";

    @SuppressWarnings("NullAway.Init")
    private ServerSocket server;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        server.close();
        for (var connection : connections) connection.close();
    }

    /** Answers the n-th request of every connection with the n-th of {@code answers}. */
    private SocketTransport answering(List<String> answers) {
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try {
                            var socket = server.accept();
                            connections.add(socket);
                            Thread.ofVirtual().start(() -> serve(socket, answers));
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
        return new SocketTransport(endpoint(1));
    }

    private SocketTransport answering(String... answers) {
        return answering(List.of(answers));
    }

    private Endpoint endpoint(int seconds) {
        var url = "http://127.0.0.1:" + server.getLocalPort() + "/v1";
        var spec = new ModelSpec("openai", "m", null, url, "KEY", null, null, null, null, seconds);
        return Endpoint.of(spec, Map.of("KEY", "k-1"));
    }

    private void serve(Socket socket, List<String> answers) {
        try (socket) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (var answer : answers) {
                read(in);
                if (answer.equals(SILENCE)) over.await();
                var out = socket.getOutputStream();
                for (var part : answer.split("(?<=\\|)")) { // a bar: the next bytes come later
                    out.write(part.replace("|", "").getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                    if (part.endsWith("|")) Thread.sleep(20);
                }
            }
        } catch (IOException | InterruptedException e) {
            // the test is over
        }
    }

    private void read(BufferedReader in) throws IOException {
        var head = new ArrayList<String>();
        int length = 0;
        for (String line; ; head.add(line)) {
            line = in.readLine();
            if (line == null) throw new EOFException();
            if (line.isEmpty()) break;
            if (line.startsWith("Content-Length: ")) length = Integer.parseInt(line.substring(16));
        }
        var body = new char[length];
        for (int n = 0; n < length; n += in.read(body, n, length - n)) {
            // more is coming
        }
        requests.add(String.join("\n", head) + "\n\n" + new String(body));
        asked.countDown();
    }

    private static String post(Transport transport) throws Exception {
        return new String(transport.post(bytes("{}")).body(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void request_namesHostLengthAndKey() throws Exception {
        try (var transport = answering(OK)) {
            transport.post(bytes("{\"ü\": 1}"));
        }
        assertThat(requests.getFirst())
                .startsWith("POST /v1/chat/completions HTTP/1.1\n")
                .contains("\nHost: 127.0.0.1:" + server.getLocalPort() + "\n")
                .contains("\nContent-Length: 9\n")
                .contains("\nAuthorization: Bearer k-1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OK,
                "HTTP/1.1 200 OK\r\ncontent-length:2\r\nX: |y\r\n\r\no|k",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\no\r\n1\r|\nk\r\n0\r\nT: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
                "HTTP/1.0 200 OK\r\n\r\no|k",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
            })
    void answer_inEveryForm_isReadWhole(String answer) throws Exception {
        try (var transport = answering(answer)) {
            for (int i = 0; i < 3; i++) assertThat(post(transport)).isEqualTo("ok");
        }
    }

    @Test
    void answer_large_isReadWhole() throws Exception {
        var text = "0123456789".repeat(5000);
        try (var transport = answering("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n" + text)) {
            assertThat(post(transport)).isEqualTo(text);
        }
    }

    @Test
    void headers_areFoundWhateverTheirCase() throws Exception {
        try (var transport =
                answering(
                        "HTTP/1.1 429 Too Many\r\nretry-AFTER:  7 \r\nContent-Length: 0\r\n\r\n")) {
            var reply = transport.post(bytes("{}"));
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header().apply("Retry-After")).contains("7");
            assertThat(reply.header().apply("retry-after-ms")).isEmpty();
        }
    }

    @Test
    void connection_isKept() throws Exception {
        try (var transport = answering(OK, OK, OK)) {
            for (int i = 0; i < 3; i++) post(transport);
        }
        assertThat(connections).hasSize(1);
    }

    @Test
    void connection_withMoreThanItsAnswer_isNotUsedAgain() throws Exception {
        try (var transport = answering(OK + "stray", OK)) {
            assertThat(post(transport)).isEqualTo("ok");
            assertThat(post(transport)).isEqualTo("ok");
        }
        assertThat(connections).hasSize(2);
    }

    @Test
    void keptConnection_hungUpMeanwhile_isReplacedUnseen() throws Exception {
        try (var transport = answering(OK)) { // hangs up after one answer, without saying so
            assertThat(post(transport)).isEqualTo("ok");
            Thread.sleep(50);
            assertThat(post(transport)).isEqualTo("ok");
        }
        assertThat(connections).hasSize(2);
    }

    @Test
    void freshConnection_hungUp_fails() throws Exception {
        try (var transport = answering(HANG_UP)) {
            assertThatThrownBy(() -> post(transport))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("hung up");
        }
        assertThat(requests).hasSize(1);
    }

    @Test
    void keptConnection_hungUpWithinItsAnswer_fails() throws Exception {
        try (var transport = answering(OK, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")) {
            post(transport);
            assertThatThrownBy(() -> post(transport)).hasMessageContaining("hung up");
        }
        assertThat(requests).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void answer_thatIsNoHttp_fails(String answer) throws Exception {
        try (var transport = answering(answer)) {
            assertThatThrownBy(() -> post(transport)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void answer_late_timesOut() throws Exception {
        try (var transport = answering(SILENCE)) {
            assertThatThrownBy(() -> post(transport)).isInstanceOf(HttpTimeoutException.class);
        }
    }

    @Test
    void keptConnection_late_timesOutAndAsksNobodyElse() throws Exception {
        try (var transport = answering(OK, SILENCE)) {
            post(transport);
            assertThatThrownBy(() -> post(transport)).isInstanceOf(HttpTimeoutException.class);
        }
        // Connections are accepted in order: once this one is answered, all earlier ones are known.
        try (var later = new SocketTransport(endpoint(30))) {
            assertThat(post(later)).isEqualTo("ok");
        }
        assertThat(connections).as("the kept one and the later one").hasSize(2);
    }

    @Test
    void request_thatIsNotRead_timesOut() throws Exception {
        // Nobody accepts: the system takes what its buffers hold, and no more.
        try (var transport = new SocketTransport(endpoint(1))) {
            assertThatThrownBy(() -> transport.post(new byte[32 << 20]))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessageContaining("read the whole request");
        }
    }

    @Test
    void transport_closed_cutsOffItsCalls() throws Exception {
        try (var transport = answering(SILENCE);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = threads.submit(() -> post(transport));
            asked.await();
            transport.close();
            assertThatThrownBy(call::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void plainHttp_goesOverSockets_tlsOverTheJdk() {
        try (var plain = Transport.of(endpoint(1));
                var tls =
                        Transport.of(
                                Endpoint.of(ModelSpec.openai("https://h/v1", "m"), Map.of()))) {
            assertThat(plain).isInstanceOf(SocketTransport.class);
            assertThat(tls).isInstanceOf(JdkTransport.class);
        }
    }
}
