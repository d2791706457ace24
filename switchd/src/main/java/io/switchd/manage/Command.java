package io.switchd.manage;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing asked of the switch, as a value: what was typed, with its parameters told apart but not yet checked. Names,
 * settings and addresses are checked against the configuration and the kernel when the transaction that holds the
 * command is carried out.
 *
 * <p>Settings are a map from the setting's key to its value, either typed ({@code 300}, {@code true}) or as on a
 * command line ({@code "300"}).
 */
public sealed interface Command {

    record AddBridge(String bridge, Map<String, Object> settings, boolean mayExist) implements Command { }

    record DelBridge(String bridge, boolean ifExists) implements Command { }

    record ListBridges() implements Command { }

    record BridgeExists(String bridge) implements Command { }

    record AddPort(String bridge, String port, Map<String, Object> settings, boolean mayExist) implements Command { }

    record DelPort(Optional<String> bridge, String port, boolean ifExists) implements Command { }

    record ListPorts(String bridge) implements Command { }

    record PortToBridge(String port) implements Command { }

    record SetBridge(String bridge, Map<String, Object> settings) implements Command { }

    record SetPort(String port, Map<String, Object> settings) implements Command { }

    record GetBridge(String bridge, Optional<String> key) implements Command { }

    record GetPort(String port, Optional<String> key) implements Command { }

    record ClearBridge(String bridge, List<String> keys) implements Command { }

    record ClearPort(String port, List<String> keys) implements Command { }

    record Show(Optional<String> bridge) implements Command { }

    record AddNetns(String name, boolean mayExist) implements Command { }

    record DelNetns(String name, boolean ifExists) implements Command { }

    record ListNetns() implements Command { }

    record AttachNetns(String name, long pid, boolean mayExist) implements Command { }

    record NetnsPids(String name) implements Command { }

    record IdentifyNetns(Optional<Long> pid) implements Command { }

    record MoveToNetns(String device, String netns) implements Command { }

    record AddVeth(String device, String peer, Optional<String> netns, Optional<String> peerMac, boolean mayExist) implements Command { }

    record DelVeth(String device, boolean ifExists) implements Command { }

    /**
     * Namespace, veth pair, addresses and port in one; {@code device} is the end inside the namespace, {@code port} the
     * one outside.
     */
    record Plug(String bridge, String netns, Optional<String> port, Optional<String> device, List<String> addresses,
                Optional<String> mac, Optional<Integer> mtu, List<String> gateways, Map<String, Object> settings) implements Command { }

    record Unplug(Optional<String> bridge, String port, boolean ifExists) implements Command { }

    record FdbShow(Optional<String> bridge) implements Command { }

    /** A page of {@link FdbShow}, from where the page before said. */
    record FdbPage(Optional<String> bridge, Optional<String> from) implements Command { }

    record FdbAdd(String bridge, String mac, String port, Optional<Integer> vlan, boolean sticky, boolean mayExist) implements Command { }

    record FdbDel(String bridge, String mac, Optional<Integer> vlan, boolean ifExists) implements Command { }

    record FdbFlush(Optional<String> bridge, Optional<String> port, Optional<Integer> vlan) implements Command { }

    record FdbStats(String bridge) implements Command { }

    record Stats(Optional<String> name) implements Command { }

    record StatsReset() implements Command { }

    record Status() implements Command { }

    /**
     * Makes the configuration what a document says.
     *
     * @param document a plain tree
     * @param prune    whether what it does not name goes
     */
    record Apply(Object document, boolean prune) implements Command { }

    record Export() implements Command { }

    record History() implements Command { }

    /** Back to an earlier generation, or to the configuration before the last change. */
    record Rollback(Optional<Long> generation) implements Command { }
}
