/** Checks, each where it finds something and where it does not. */
@org.jspecify.annotations.NullMarked
package io.espalier.deploy.doctor;
