package io.espalier.optimizers;

/**
 * The study's budget does not cover what its optimizer asks next. Ends the search, not in failure.
 */
public final class BudgetExhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param message which limit, how much of it is spent, and how much was asked
     */
    public BudgetExhausted(String message) {
        super(message);
    }
}
