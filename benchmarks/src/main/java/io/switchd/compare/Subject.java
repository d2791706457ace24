package io.switchd.compare;

import io.switchd.testkit.Lab;

/**
 * A way to connect two hosts, the namespaces {@code a} and {@code b} with a device {@code eth0} each, in a lab of its
 * own.
 */
interface Subject {

    String name();

    void connect(Lab lab);

    default void disconnect() {
        // most go with the lab
    }

    static void addHost(final Lab lab, final String name, final String address) {
        lab.in(name, "ip", "address", "add", address + "/24", "dev", "eth0").ok();
        lab.in(name, "ip", "link", "set", "eth0", "up").ok();
        lab.in(name, "ip", "link", "set", "lo", "up").ok();
    }
}
