package io.switchd.config;

import java.time.Instant;
import java.util.Optional;

/**
 * When a configuration came to be, and by whom.
 *
 * @param generation how many changes there had been with it
 * @param time       when it was stored, in milliseconds; empty in a file that somebody wrote by hand
 * @param uid        of who asked for it, to be read without a sign; {@link #NOBODY} when that is not known
 */
public record Revision(long generation, Optional<Instant> time, int uid) {

    public static final int NOBODY = -1;

    /** The highest that a file can have. */
    static final long MAX_GENERATION = 999_999_999_999_999_999L;

    /** Of the configuration that is there before any change. */
    static final Revision NONE = new Revision(0, Optional.empty(), NOBODY);
}
