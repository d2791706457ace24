package io.switchd.http;

import java.time.Duration;

/**
 * What one client may cost. Every limit is a number here, so that it can be seen, and lowered in a test.
 *
 * @param connections open at once
 * @param lineBytes   length of a request's first line
 * @param headerBytes length of all its headers
 * @param requestTime from when a connection is made, or a request's first byte, to the request's last
 * @param idleTime    after an answer, without another request
 * @param writeTime   that a client may take to read an answer
 */
public record HttpLimits(int connections, int lineBytes, int headerBytes, Duration requestTime, Duration idleTime, Duration writeTime) {

    /** Scrapers ask once a minute at least, most of them, and keep their connection. */
    public static final HttpLimits DEFAULT = new HttpLimits(16, 1_024, 8_192, Duration.ofSeconds(10), Duration.ofSeconds(90), Duration.ofSeconds(10));
}
