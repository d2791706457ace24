package io.switchd.engine;

/**
 * A station was heard at another port than before.
 *
 * @param untold moves since the one before that was told of
 */
public record MacMove(String bridge, int vlan, long mac, String from, String to, long untold) {
}
