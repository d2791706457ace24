package io.switchd.host;

import io.switchd.linux.netns.NetworkNamespaces;
import io.switchd.protocol.Json;
import io.switchd.testkit.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The kernel's side of a {@link Scene}: what others have there, and all that is to be seen. */
final class Machine {

    /** Marks what others have. */
    static final String THEIRS = "not ours: ";

    /** Names and contents close to those of the scenes; hardware addresses that no other device here has. */
    private static final String FOREIGN = String.join("\n",
        "netns add theirs",
        "netns add ns10",
        "link add p10 address 02:00:00:00:00:01 type veth peer name p1x address 02:00:00:00:00:02",
        "link set p10 alias switchd",
        "address add 192.0.2.9/24 dev p10",
        "link set p10 up",
        "link add swd-0 address 02:00:00:00:00:03 type veth peer name br0 address 02:00:00:00:00:04",
        "link add v10 address 02:00:00:00:00:05 type veth peer name eth9 address 02:00:00:00:00:06 netns theirs");

    private static final String INSIDE = String.join("\n",
        "address add 198.51.100.1/24 dev eth9",
        "link set eth9 up");

    /** A name without a namespace, as others may have in a mount namespace of theirs. */
    private static final Path GHOST = NetworkNamespaces.DIRECTORY.resolve("ghost");

    /** As a boot would, but for what others have. */
    private static final String REBOOT = String.join("\n",
        "set -e",
        "for device in $(ip -o link show | grep 'alias switchd:' | cut -d' ' -f2 | cut -d@ -f1); do ip link delete dev $device 2>&- || true; done",
        "ip netns delete ns1",
        "rm -rf /run/switchd/ipv6-off");

    /** Few processes, for it is done often: nobody makes an IPv6 route outside, or in ns10. */
    private static final String LOOK = String.join("\n",
        "for netns in '' $(ls /run/netns 2>&-); do",
        "    echo \"netns $netns\"",
        "    [ \"$netns\" != ghost ] || continue",
        "    printf 'address\\nroute show default\\n' | ip ${netns:+-n $netns} -j -d -b - || echo none",
        "    case $netns in ''|ns10) ;; *) ip -n $netns -6 -j route show default ;; esac",
        "done 2>&-");

    private Machine() {
    }

    static void addForeign() throws IOException {
        Commands.run(Map.of(), FOREIGN, List.of("ip", "-batch", "-")).ok();
        Commands.run(Map.of(), INSIDE, List.of("ip", "-n", "theirs", "-batch", "-")).ok();
        Files.createFile(GHOST);
    }

    static void reboot() {
        Commands.run("sh", "-c", REBOOT).ok();
    }

    /** All namespaces with their devices, addresses and default routes, but nothing by which two of a kind that switchd made differ. */
    static String look() {
        final List<String> lines = new ArrayList<>();
        String netns = "";
        for (final String line : Commands.run("sh", "-c", LOOK).stdout().split("\n")) {
            if (line.startsWith("[")) {
                final String where = netns;
                ((List<?>) Json.read(line)).forEach(thing -> lines.add(where + words((Map<?, ?>) thing)));
            } else {
                netns = line.equals("netns ") ? "" : line + ", ";
                lines.add(line);
            }
        }
        return String.join("\n", lines);
    }

    private static String words(final Map<?, ?> thing) {
        return thing.containsKey("dst") ? "default via " + thing.get("gateway") + " dev " + thing.get("dev") : device(thing);
    }

    private static String device(final Map<?, ?> device) {
        final boolean isForeign = String.valueOf(device.get("address")).startsWith("02:00:00:00:00:0");
        return (isForeign ? THEIRS + device.get("ifindex") + " " + device.get("address") + " " : "") + device.get("ifname")
            + (device.containsKey("ifalias") ? " alias " + device.get("ifalias") : "") + " group " + device.get("group") + " mtu " + device.get("mtu")
            + (((List<?>) device.get("flags")).contains("UP") ? " up" : " down")
            + ((List<?>) device.get("addr_info")).stream().map(address -> (Map<?, ?>) address).filter(address -> !"link".equals(address.get("scope")))
                .map(address -> " " + address.get("local") + "/" + address.get("prefixlen")).collect(Collectors.joining());
    }
}
