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
 * vde_switch of VDE2. Its ports are taps, which it makes in its own namespace; they are moved into the hosts and
 * become their devices, with the offloads that taps come with.
 */
final class VdeSwitch implements Subject {

    private static final Path TUN = Path.of("/dev/net/tun");

    private Programs programs;

    @Override
    public String name() {
        return "vde_switch";
    }

    @Override
    public Optional<String> whyNot() {
        return Programs.whyNot("vde_switch", "vde-switch").or(() -> Files.exists(TUN) ? Optional.empty() : Optional.of(TUN + " is missing"));
    }

    @Override
    public void connect(final Lab lab, final Topology topology) throws IOException {
        final List<Host> hosts = topology.hosts();
        programs = new Programs(lab, Map.of());
        final Path directory = lab.directory().resolve("vde");
        final List<String> command = new ArrayList<>(List.of("vde_switch", "--sock", directory.toString()));
        hosts.forEach(host -> command.addAll(List.of("--tap", host.port())));
        programs.start(() -> hosts.stream().allMatch(host -> lab.run("ip", "link", "show", host.port()).exitCode() == 0),
            command.toArray(String[]::new));
        final StringBuilder script = new StringBuilder();
        for (final Host host : hosts) {
            script.append("ip netns add ").append(host.netns()).append('\n').append("ip link set ").append(host.port())
                .append(" netns ").append(host.netns()).append(" name eth0\n");
        }
        Cables.run(lab, script.toString());
        Cables.configure(lab, hosts);
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
