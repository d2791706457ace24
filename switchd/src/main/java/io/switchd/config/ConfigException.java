package io.switchd.config;

/** A configuration, or a change of one, that cannot be. The message is the one sentence its author reads. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ConfigException(final String message) {
        super(message);
    }

    public ConfigException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
