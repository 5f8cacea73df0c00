package io.espalier.worker.openai;

class OpenAiModelOverSocketsTest extends OpenAiModelContract {
    @Override
    Transport transport(Endpoint endpoint) {
        return new SocketTransport(endpoint);
    }
}
