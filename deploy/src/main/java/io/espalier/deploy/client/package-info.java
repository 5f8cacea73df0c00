/** A node's gRPC API as the command line uses it, with its errors turned into sentences. */
@NullMarked
package io.espalier.deploy.client;

import org.jspecify.annotations.NullMarked;
