package io.switchd.compare.subject;

import io.switchd.testkit.Lab;

/** One veth pair and no switch: what the hosts themselves can do. */
final class DirectVeth implements Subject {

    @Override
    public String name() {
        return "direct veth";
    }

    @Override
    public int maxHosts() {
        return 2;
    }

    @Override
    public void connect(final Lab lab, final Topology topology) {
        final String a = topology.hosts().get(0).netns();
        final String b = topology.hosts().get(1).netns();
        Cables.run(lab, "ip netns add " + a + "\nip netns add " + b + "\n"
            + "ip link add eth0 netns " + a + " type veth peer name eth0 netns " + b);
        Cables.configure(lab, topology.hosts());
    }
}
