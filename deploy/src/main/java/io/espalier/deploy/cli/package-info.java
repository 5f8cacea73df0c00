/**
 * The command line: one small class per command, over gRPC to a node that runs elsewhere or in this
 * process.
 */
@NullMarked
package io.espalier.deploy.cli;

import org.jspecify.annotations.NullMarked;
