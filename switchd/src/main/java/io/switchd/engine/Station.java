package io.switchd.engine;

/**
 * A station that is fixed at a port.
 *
 * @param vlan   0 to 4094, 0 for untagged
 * @param sticky whether it may not even be heard at another port
 */
public record Station(int vlan, long mac, boolean sticky) {
}
