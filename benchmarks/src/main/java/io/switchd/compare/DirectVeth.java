package io.switchd.compare;

import io.switchd.testkit.Lab;

/** One veth pair and no switch: what the hosts themselves can do. */
final class DirectVeth implements Subject {

    @Override
    public String name() {
        return "direct veth";
    }

    @Override
    public void connect(final Lab lab) {
        lab.run("ip", "netns", "add", "a").ok();
        lab.run("ip", "netns", "add", "b").ok();
        lab.run("ip", "link", "add", "eth0", "netns", "a", "type", "veth", "peer", "name", "eth0", "netns", "b").ok();
        Subject.addHost(lab, "a", Measurements.ADDRESS_A);
        Subject.addHost(lab, "b", Measurements.ADDRESS_B);
    }
}
