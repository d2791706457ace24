package io.switchd.config;

import java.util.Optional;

/** A veth pair that switchd made, by add-veth or for a port that has since left its bridge. */
public record VethConfig(String device, String peer, Optional<String> netns) {

    public VethConfig {
        Names.checkDevice("device", device);
        Names.checkDevice("device", peer);
        netns.ifPresent(Names::checkNamespace);
    }
}
