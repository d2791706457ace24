package io.switchd.compare.subject;

import io.switchd.testkit.Lab;
import java.util.List;

/**
 * Makes hosts and the veth pairs between them and a switch, in one shell script for all of them: 64 hosts would take
 * longer to set up than to measure.
 */
final class Cables {

    private Cables() {
    }

    /** Namespaces, veth pairs whose ends for the switch are up, addresses. */
    static void plug(final Lab lab, final List<Host> hosts) {
        final StringBuilder script = new StringBuilder();
        for (final Host host : hosts) {
            script.append("ip netns add ").append(host.netns()).append('\n')
                .append("ip link add ").append(host.port()).append(" type veth peer name eth0 netns ").append(host.netns()).append('\n')
                .append("ip link set ").append(host.port()).append(" up\n");
        }
        run(lab, script.toString());
        configure(lab, hosts);
    }

    /** Gives hosts that have their device its address, and sets it up. */
    static void configure(final Lab lab, final List<Host> hosts) {
        final StringBuilder script = new StringBuilder();
        for (final Host host : hosts) {
            script.append("ip -n ").append(host.netns()).append(" address add ").append(host.address()).append("/24 dev eth0\n")
                .append("ip -n ").append(host.netns()).append(" link set eth0 up\n")
                .append("ip -n ").append(host.netns()).append(" link set lo up\n");
        }
        run(lab, script.toString());
    }

    /** For the lab's namespace too: IPv6 would talk when nobody asked, and be counted. */
    static void quiet(final Lab lab, final List<Host> hosts) {
        final String off = "for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do if [ -e $f ]; then echo 1 >$f; fi; done";
        final StringBuilder script = new StringBuilder(off).append('\n');
        for (final Host host : hosts) {
            script.append("ip netns exec ").append(host.netns()).append(" sh -c '").append(off).append("'\n");
        }
        run(lab, script.toString());
    }

    static void run(final Lab lab, final String script) {
        lab.run("sh", "-e", "-c", script).ok();
    }
}
