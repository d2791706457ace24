package io.switchd.system;

import io.switchd.testkit.ControlClient;
import io.switchd.testkit.Daemon;
import io.switchd.testkit.Devices;
import io.switchd.testkit.Lab;
import io.switchd.testkit.RequiresRoot;
import io.switchd.testkit.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A test of the whole product: a lab and a daemon for the class, which every test leaves without bridges, namespaces
 * and devices.
 */
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SystemTest {

    static final JsonMapper JSON = JsonMapper.builder().build();

    Lab lab;
    Daemon daemon;

    @BeforeEach
    void startOnce() {
        if (lab == null) {
            lab = new Lab();
            prepareLab();
            daemon = new Daemon(lab, daemonOptions());
        }
    }

    /** What the daemon is to find when it starts. */
    void prepareLab() {
    }

    String[] daemonOptions() {
        return new String[0];
    }

    @AfterEach
    void sweep() {
        asked("apply", "{'configuration':{'bridges':[],'veths':[]},'prune':true}");
        asked("netns.list", "{}").forEach(netns -> asked("netns.del", "{'name':'" + netns.asString() + "'}"));
        devices().stream()
            .filter(device -> !device.equals("lo"))
            .forEach(device -> lab.run("ip", "link", "del", device));
    }

    /** What the daemon answers to a program, which is had sooner than from switchctl. */
    JsonNode asked(final String method, final String params) {
        try (ControlClient client = new ControlClient(daemon.socket())) {
            final String answer = client.call(method, params);
            final JsonNode result = JSON.readTree(answer).get("result");
            if (result == null) {
                throw new AssertionError(method + " " + params + ": " + answer);
            }
            return result;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return asked("show", "{}") + "\n" + asked("netns.list", "{}") + "\n" + lab.run("ip", "-o", "link").stdout().replaceAll("qlen.*", "");
    }
}
