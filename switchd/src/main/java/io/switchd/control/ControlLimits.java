package io.switchd.control;

import java.time.Duration;

/**
 * What the clients of a socket may cost the daemon, each of them and all together. Every limit is a number here, so that
 * it can be seen, and lowered in a test; docs/security.md has them all.
 *
 * @param requestBytes length of a request, with all its commands
 * @param tokens       of a request's JSON: each name, value, bracket and brace is one. What is made of a request in memory
 *                     is by that at most some ten times its length
 * @param depth        nesting of a request's JSON
 * @param commands     of one transaction
 * @param answerBytes  length of an answer
 * @param inFlight     requests of one connection that wait for their answer or whose answer the client has not
 *                     taken; the next ones wait
 * @param requestTime  from a request's first byte to its last
 * @param idleTime     without any request
 * @param writeTime    that a client may take to read an answer
 */
public record ControlLimits(int requestBytes, int tokens, int depth, int commands, int answerBytes, int inFlight, Duration requestTime,
                            Duration idleTime, Duration writeTime, Crowd crowd) {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /** Of the socket for all commands. */
    public static final ControlLimits DEFAULT = new ControlLimits(MIB, 100_000, 32, 10_000, 16 * MIB, 16,
        Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10), new Crowd(64, 4, 16, 32, 2 * MIB, 32 * MIB, 200, 4));

    /** Of the socket for those who may look: no request of theirs need be long. */
    public static final ControlLimits VIEW = new ControlLimits(64 * KIB, 10_000, 32, 1_000, 16 * MIB, 16,
        Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10), new Crowd(32, 4, 8, 16, MIB, 16 * MIB, 200, 4));

    /**
     * What all clients of a socket, or all those of one user, may cost together. Root is held to what all are held to, and
     * to no limit of a user.
     *
     * @param connections       open at once
     * @param rootConnections   open at once beyond those, for uid 0 only, so that an administrator gets in when the others
     *                          are taken
     * @param userConnections   open at once of one user
     * @param monitors          open at once, of those connections, that follow events
     * @param requestBytes      of all requests together that are begun and not answered; beyond it only small ones are taken
     * @param unreadBytes       of all answers together that clients have not taken; beyond it only small ones are given
     * @param requestsPerSecond of one user; further ones wait. See {@link Account}
     * @param requestsAtOnce    of one user that are carried out or wait for it; further ones wait outside, so that the next
     *                          one of somebody else does not wait behind all of them
     */
    public record Crowd(int connections, int rootConnections, int userConnections, int monitors, int requestBytes, int unreadBytes, int requestsPerSecond,
                        int requestsAtOnce) { }
}
