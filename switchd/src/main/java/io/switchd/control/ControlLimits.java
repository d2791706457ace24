package io.switchd.control;

import java.time.Duration;

/**
 * What one client may cost the daemon. Every limit is a number here, so that it can be seen, and lowered in a test.
 *
 * @param requestBytes    length of a request, with all its commands
 * @param commands        of one transaction
 * @param answerBytes     length of an answer
 * @param unreadBytes     of all answers together that clients have not taken; beyond it only small ones are given
 * @param depth           nesting of a request's JSON
 * @param connections     open at once
 * @param rootConnections open at once beyond those, for uid 0 only, so that an administrator gets in when the others
 *                        are taken
 * @param monitors        open at once, of those connections, that follow events
 * @param inFlight        requests of one connection that wait for their answer or whose answer the client has not
 *                        taken; the next ones wait
 * @param requestTime     from a request's first byte to its last
 * @param idleTime        without any request
 * @param writeTime       that a client may take to read an answer
 */
public record ControlLimits(int requestBytes, int commands, int answerBytes, int unreadBytes, int depth, int connections, int rootConnections,
                            int monitors, int inFlight, Duration requestTime, Duration idleTime, Duration writeTime) {

    public static final ControlLimits DEFAULT = new ControlLimits(1024 * 1024, 10_000, 16 * 1024 * 1024, 32 * 1024 * 1024, 32, 64, 4, 32, 16,
        Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10));
}
