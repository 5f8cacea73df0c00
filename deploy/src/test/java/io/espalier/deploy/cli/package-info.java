/** Commands as users type them, against a node that is made for the test. */
@org.jspecify.annotations.NullMarked
package io.espalier.deploy.cli;
