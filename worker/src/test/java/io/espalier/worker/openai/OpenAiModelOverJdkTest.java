package io.espalier.worker.openai;

class OpenAiModelOverJdkTest extends OpenAiModelContract {
    @Override
    Transport transport(Endpoint endpoint) {
        return new JdkTransport(endpoint);
    }
}
