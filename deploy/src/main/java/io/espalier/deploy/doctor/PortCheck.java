package io.espalier.deploy.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * Whether the API's port can be opened.
 *
 * @param port 0 for any
 */
record PortCheck(int port) implements Check {

    @Override
    public List<Diagnosis> look() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return List.of(
                    Diagnosis.ok(
                            "port",
                            port == 0
                                    ? "ports can be opened on the loopback"
                                    : "port " + port + " is free"));
        } catch (IOException e) {
            return List.of(
                    Diagnosis.bad(
                            "port",
                            (port == 0 ? "no port can be opened" : "port " + port + " is taken")
                                    + " on the loopback ("
                                    + e.getMessage()
                                    + ")",
                            port == 0
                                    ? "allow this process to listen on 127.0.0.1"
                                    : "choose another with --port, or leave it out"));
        }
    }
}
