package io.switchd.control;

/**
 * What one client may cost the daemon. Every limit is a number here, so that it can be seen, and lowered in a test.
 *
 * @param requestBytes    length of a request, with all its commands
 * @param depth           nesting of a request's JSON
 * @param connections     open at once
 * @param rootConnections open at once beyond those, for uid 0 only, so that an administrator gets in when the others are taken
 * @param inFlight        requests of one connection that wait for their answer; more are not read
 * @param requestSeconds  from a request's first byte to its last
 * @param idleSeconds     without any request
 * @param writeSeconds    that a client may take to read an answer
 */
public record ControlLimits(int requestBytes, int depth, int connections, int rootConnections, int inFlight, int requestSeconds,
                            int idleSeconds, int writeSeconds) {

    public static final ControlLimits DEFAULT = new ControlLimits(1024 * 1024, 32, 64, 4, 16, 10, 60, 10);
}
