package io.switchd.compare.subject;

import io.switchd.testkit.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Open vSwitch with its userspace datapath ("netdev"), a database and a daemon of its own, all of whose files are in
 * the lab.
 *
 * <p>As shipped it forwards checksums that nobody has computed and drops trains of segments, so that hosts on veth
 * pairs get no TCP through it until their offloads are off: here they are, with {@code ethtool -K eth0 tx off}. With
 * its experimental userspace TSO the hosts keep them on.
 */
final class OpenVswitchNetdev implements Subject {

    private static final Path SCHEMA = Path.of("/usr/share/openvswitch/vswitch.ovsschema");

    private final boolean userspaceTso;
    private Programs programs;

    OpenVswitchNetdev(final boolean userspaceTso) {
        this.userspaceTso = userspaceTso;
    }

    @Override
    public String name() {
        return userspaceTso ? "OVS netdev, TSO" : "OVS netdev";
    }

    @Override
    public Optional<String> whyNot() {
        return Programs.whyNot("ovs-vswitchd", "openvswitch-switch")
            .or(() -> Files.exists(SCHEMA) ? Optional.empty() : Optional.of(SCHEMA + " is missing"));
    }

    @Override
    public void connect(final Lab lab, final Topology topology) throws IOException {
        final List<Host> hosts = topology.hosts();
        Cables.plug(lab, hosts);
        if (!userspaceTso) {
            hosts.forEach(host -> lab.in(host.netns(), "ethtool", "-K", Host.DEVICE, "tx", "off").ok());
        }
        final Path directory = Files.createDirectory(lab.directory().resolve("ovs"));
        final String database = directory.resolve("conf.db").toString();
        lab.run("ovsdb-tool", "create", database, SCHEMA.toString()).ok();
        programs = new Programs(lab, environment(directory));
        final Path socket = directory.resolve("db.sock");
        start(directory, "ovsdb-server", database, "--remote=punix:" + socket);
        vsctl(lab, socket, "--no-wait", "init");
        vsctl(lab, socket, "--no-wait", "set", "Open_vSwitch", ".", "other_config:userspace-tso-enable=" + userspaceTso);
        start(directory, "ovs-vswitchd", "unix:" + socket);
        final List<String> words = new ArrayList<>(List.of("add-br", "br", "--", "set", "bridge", "br", "datapath_type=netdev"));
        if (topology.stations() > 0) {
            words.add("other_config:mac-table-size=" + topology.stations());
        }
        hosts.forEach(host -> words.addAll(List.of("--", "add-port", "br", host.port())));
        vsctl(lab, socket, words.toArray(String[]::new));
    }

    private static Map<String, String> environment(final Path directory) {
        final String text = directory.toString();
        return Map.of("OVS_RUNDIR", text, "OVS_LOGDIR", text, "OVS_DBDIR", text, "OVS_SYSCONFDIR", text);
    }

    private void start(final Path directory, final String program, final String... arguments) throws IOException {
        final Path control = directory.resolve(program + ".ctl");
        final List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--unixctl=" + control, "--log-file=" + directory.resolve(program + ".log"), "-vconsole:off", "-vsyslog:off"));
        programs.start(() -> Files.exists(control), command.toArray(String[]::new));
    }

    /** ovs-vsctl, which waits until the daemon has done it. */
    private static void vsctl(final Lab lab, final Path socket, final String... arguments) {
        final List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--retry", "--timeout=20", "--db=unix:" + socket));
        command.addAll(List.of(arguments));
        lab.run(command.toArray(String[]::new)).ok();
    }

    @Override
    public List<Long> processes() {
        return programs.ids();
    }

    @Override
    public void disconnect() {
        if (programs != null) {
            programs.stop();
        }
    }
}
