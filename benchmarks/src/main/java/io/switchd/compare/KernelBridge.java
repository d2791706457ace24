package io.switchd.compare;

import io.switchd.testkit.Lab;

/** The bridge of the Linux kernel. */
final class KernelBridge implements Subject {

    @Override
    public String name() {
        return "kernel bridge";
    }

    @Override
    public void connect(final Lab lab) {
        lab.run("ip", "link", "add", "name", "kbr", "type", "bridge").ok();
        lab.run("ip", "link", "set", "kbr", "up").ok();
        plug(lab, "a", Measurements.ADDRESS_A);
        plug(lab, "b", Measurements.ADDRESS_B);
    }

    private static void plug(final Lab lab, final String host, final String address) {
        lab.run("ip", "netns", "add", host).ok();
        lab.run("ip", "link", "add", "p" + host, "type", "veth", "peer", "name", "eth0", "netns", host).ok();
        lab.run("ip", "link", "set", "p" + host, "master", "kbr").ok();
        lab.run("ip", "link", "set", "p" + host, "up").ok();
        Subject.addHost(lab, host, address);
    }
}
