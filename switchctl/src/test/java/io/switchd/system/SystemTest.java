package io.switchd.system;

import io.switchd.testkit.Daemon;
import io.switchd.testkit.Devices;
import io.switchd.testkit.Lab;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Result;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * A test of the whole product: a lab and a daemon for the class, which every test leaves without bridges, namespaces
 * and devices.
 */
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SystemTest {

    Lab lab;
    Daemon daemon;

    @BeforeEach
    void startOnce() {
        if (lab == null) {
            lab = new Lab();
            prepareLab();
            daemon = new Daemon(lab);
        }
    }

    /** What the daemon is to find when it starts. */
    void prepareLab() {
    }

    @AfterEach
    void sweep() {
        daemon.switchctlReading("{\"bridges\":[],\"veths\":[]}", "apply", "--prune", "-").ok();
        final List<String> namespaces = ctl("netns", "list").ok().stdout().lines().toList();
        if (!namespaces.isEmpty()) {
            ctl(("netns del " + String.join(" -- netns del ", namespaces)).split(" ")).ok();
        }
        devices().stream()
            .filter(device -> !device.equals("lo"))
            .forEach(device -> lab.run("ip", "link", "del", device));
    }

    @AfterAll
    void stop() {
        if (lab != null) {
            daemon.close();
            lab.close();
        }
    }

    Result ctl(final String... args) {
        return daemon.switchctl(args);
    }

    /** Connects a namespace with an address, by plug. */
    void plug(final String bridge, final String netns, final String address) {
        ctl("plug", bridge, netns, "port=p-" + netns, "addr=" + address).ok();
    }

    void ping(final String netns, final String address) {
        lab.in(netns, "ping", "-c", "2", "-i", "0.1", "-W", "2", address).ok();
    }

    /** Names of the devices beside the daemon: lo, and what was made. */
    List<String> devices() {
        return lab.run("ip", "-o", "link").ok().stdout().lines()
            .map(line -> line.split(": ")[1].split("@")[0])
            .filter(device -> !Devices.isOfTheKernel(device))
            .toList();
    }

    /** State as a script sees it. */
    String state() {
        return ctl("-j", "show").ok().stdout() + ctl("netns", "list").ok().stdout() + lab.run("ip", "-o", "link").stdout().replaceAll("qlen.*", "");
    }
}
