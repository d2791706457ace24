package io.switchd.engine;

/**
 * What can be set of a bridge's forwarding.
 *
 * @param ageingSeconds after which a silent station is forgotten
 * @param tableSize     stations the bridge remembers at most
 * @param forwardBpdu   whether frames to 01-80-C2-00-00-0X pass
 */
public record BridgeSettings(int ageingSeconds, int tableSize, boolean forwardBpdu) {
}
