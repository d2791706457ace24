package io.switchd.compare.subject;

import io.switchd.testkit.Lab;

/**
 * The bridge of the Linux kernel at its best: it neither hands frames to iptables, which is slow and on wherever the
 * module br_netfilter is loaded, nor looks for multicast groups.
 */
final class KernelBridge implements Subject {

    @Override
    public String name() {
        return "kernel bridge";
    }

    @Override
    public void connect(final Lab lab, final Topology topology) {
        final StringBuilder script = new StringBuilder("ip link add name kbr type bridge mcast_snooping 0\n"
            + "for f in /proc/sys/net/bridge/bridge-nf-call-*; do if [ -e $f ]; then echo 0 >$f; fi; done\n"
            + "ip link set kbr up\n");
        Cables.plug(lab, topology.hosts());
        topology.hosts().forEach(host -> script.append("ip link set ").append(host.port()).append(" master kbr\n"));
        Cables.run(lab, script.toString());
    }
}
