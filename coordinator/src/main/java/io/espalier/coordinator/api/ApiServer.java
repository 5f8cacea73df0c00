package io.espalier.coordinator.api;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The gRPC server of a node: the given services, health and reflection, on the loopback. */
final class ApiServer implements AutoCloseable {
    private static final int LARGEST_MESSAGE = 64 << 20;

    private final Server server;
    private final HealthStatusManager health;
    private final ExecutorService threads;

    private ApiServer(Server server, HealthStatusManager health, ExecutorService threads) {
        this.server = server;
        this.health = health;
        this.threads = threads;
    }

    /**
     * @param port 0 lets the system pick
     * @throws IOException for a port in use
     */
    static ApiServer start(int port, List<BindableService> services) throws IOException {
        var health = new HealthStatusManager();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var builder =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .executor(threads)
                        .maxInboundMessageSize(LARGEST_MESSAGE)
                        .addService(health.getHealthService())
                        .addService(ProtoReflectionServiceV1.newInstance());
        services.forEach(builder::addService);
        try {
            var server = builder.build().start();
            health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
            return new ApiServer(server, health, threads);
        } catch (IOException e) {
            threads.shutdownNow();
            throw e;
        }
    }

    int port() {
        return server.getPort();
    }

    /** Lets calls under way end, for a moment. */
    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        try {
            if (!server.awaitTermination(1, TimeUnit.SECONDS)) server.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.shutdownNow();
        }
        threads.shutdownNow();
    }
}
