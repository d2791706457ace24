package io.switchd.config;

import java.util.Optional;

/**
 * A veth pair that switchd made, by add-veth or for a port that has since left its bridge.
 *
 * @param device  the end in the daemon's namespace
 * @param peer    the other end
 * @param netns   namespace of the other end; the daemon's own when empty
 * @param peerMac of the other end, if one was asked for
 */
public record VethConfig(String device, String peer, Optional<String> netns, Optional<String> peerMac) {

    public VethConfig {
        Names.checkDevice("device", device);
        Names.checkDevice("device", peer);
        netns.ifPresent(Names::checkNamespace);
        peerMac.ifPresent(StationAddress::parse);
    }
}
