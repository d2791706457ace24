package io.switchd.compare.subject;

import io.switchd.testkit.Lab;
import java.util.List;

/** One veth pair and no switch: what the hosts themselves can do. For two hosts. */
final class DirectVeth implements Subject {

    @Override
    public String name() {
        return "direct veth";
    }

    @Override
    public void connect(final Lab lab, final List<Host> hosts) {
        final String a = hosts.get(0).netns();
        final String b = hosts.get(1).netns();
        Cables.run(lab, "ip netns add " + a + "\nip netns add " + b + "\n"
            + "ip link add eth0 netns " + a + " type veth peer name eth0 netns " + b);
        Cables.configure(lab, hosts);
    }
}
