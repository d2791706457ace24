package io.switchd.fuzz;

/** One of the properties that always hold does not. */
final class Violation extends AssertionError {

    private static final long serialVersionUID = 1;

    private Violation(final String property) {
        super("broken: " + property);
    }

    static void unless(final boolean holds, final String property) {
        if (!holds) {
            throw new Violation(property);
        }
    }

    /** @param about tells which of many */
    static void unless(final boolean holds, final String property, final Object about) {
        if (!holds) {
            throw new Violation(property + ": " + about);
        }
    }
}
