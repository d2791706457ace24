package io.switchd.manage;

/** A command that cannot be done as it was asked. The message is the one sentence its author reads. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    Refusal(final String message) {
        super(message);
    }
}
