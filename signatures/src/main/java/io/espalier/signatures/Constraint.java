package io.espalier.signatures;

import java.math.BigDecimal;

/**
 * A bound on a field's value. Numbers are compared as decimals; lengths count characters or
 * elements.
 */
public sealed interface Constraint {
    record GreaterThan(BigDecimal bound) implements Constraint {}

    record AtLeast(BigDecimal bound) implements Constraint {}

    record LessThan(BigDecimal bound) implements Constraint {}

    record AtMost(BigDecimal bound) implements Constraint {}

    record MultipleOf(BigDecimal factor) implements Constraint {}

    record MinLength(int length) implements Constraint {}

    record MaxLength(int length) implements Constraint {}
}
