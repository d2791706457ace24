package io.switchd.engine;

/** A station that a bridge knew at one moment. */
public record FdbEntry(String bridge, int vlan, long mac, String port, int ageSeconds) {
}
