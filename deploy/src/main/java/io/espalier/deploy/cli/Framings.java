package io.espalier.deploy.cli;

import io.espalier.optimizers.spec.FramingResolver;

/** How this machine turns a framing's name into its sentences. */
final class Framings {
    private Framings() {}

    static FramingResolver resolver() {
        return FramingResolver.INSTALLED;
    }
}
