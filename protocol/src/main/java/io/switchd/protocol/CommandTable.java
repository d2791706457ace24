package io.switchd.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * All commands. The one table behind the client's parser, its help, its completion and its manual page, and behind the
 * daemon's check of requests, so that they cannot drift apart.
 */
public final class CommandTable {

    private static final Parameter BRIDGE = Parameter.word("bridge", "BR");
    private static final Parameter PORT = Parameter.word("port", "PORT");
    private static final Parameter OPTIONAL_BRIDGE = Parameter.optionalWord("bridge", "BR");
    private static final Parameter NAME = Parameter.word("name", "NAME");
    private static final Parameter KIND = Parameter.choice("kind", "bridge|port");
    private static final Parameter DEVICE = Parameter.word("device", "DEV");

    private static final List<CommandSpec> METHODS = List.of(
        CommandSpec.making("add-br", "makes a bridge, and a device of its name for the host unless local=false", BRIDGE, Parameter.settings()),
        CommandSpec.removing("del-br", "takes a bridge away, with its ports and what plug made for them", BRIDGE),
        CommandSpec.reading("list-br", "prints the names of the bridges"),
        CommandSpec.reading("br-exists", "exits 0 when there is such a bridge, 2 when not", BRIDGE),
        CommandSpec.making("add-port", "makes a device a port of a bridge, now or when it appears", BRIDGE, PORT, Parameter.settings()),
        CommandSpec.removing("del-port", "takes a port out of its bridge", OPTIONAL_BRIDGE, PORT),
        CommandSpec.reading("list-ports", "prints the names of a bridge's ports", BRIDGE),
        CommandSpec.reading("port-to-br", "prints the bridge a port belongs to", PORT),
        CommandSpec.of("set", "sets settings of a bridge or port", KIND, NAME, Parameter.requiredSettings()),
        CommandSpec.reading("get", "prints one or all settings of a bridge or port", KIND, NAME, Parameter.optionalWord("key", "KEY")),
        CommandSpec.of("clear", "takes settings of a bridge or port back to their defaults", KIND, NAME, Parameter.words("keys", "KEY")),
        CommandSpec.reading("show", "prints bridges and ports, and why a port does not work", OPTIONAL_BRIDGE),
        CommandSpec.making("netns add", "makes a network namespace, the same as ip netns add", NAME),
        CommandSpec.removing("netns del", "takes the name of a network namespace away", NAME),
        CommandSpec.reading("netns list", "prints the names of the network namespaces"),
        CommandSpec.making("netns attach", "gives the network namespace of a process a name, the same as ip netns attach", NAME,
            Parameter.number("pid", "PID")),
        CommandSpec.reading("netns pids", "prints the numbers of the processes in a network namespace", NAME),
        CommandSpec.reading("netns identify", "prints the names of the network namespace that a process is in, switchctl itself unless one is given",
            Parameter.optionalNumber("pid", "PID")),
        CommandSpec.reading("netns monitor", "prints which namespaces come and go, in the words of ip, until it is interrupted; stands alone in a call",
            Parameter.namedNumber("since", "SEQ")),
        CommandSpec.of("netns move", "puts a device into a network namespace", DEVICE, NAME),
        CommandSpec.local("netns exec", "runs a command in a network namespace and exits with its code; stands alone in a call", NAME,
            Parameter.words("command", "CMD")),
        CommandSpec.making("add-veth", "makes a veth pair, with one end in a namespace if one is named", DEVICE, Parameter.word("peer", "PEER"),
            Parameter.named("netns", "NAME"), Parameter.named("peer-mac", "MAC")),
        CommandSpec.removing("del-veth", "deletes a veth pair that add-veth made", DEVICE),
        CommandSpec.of("plug", "connects a namespace to a bridge: namespace, veth pair, addresses and port in one", BRIDGE,
            Parameter.word("netns", "NETNS"), Parameter.named("port", "PORT"), Parameter.named("dev", "DEV"), Parameter.namedList("addr", "IP/LEN"),
            Parameter.named("mac", "MAC"), Parameter.namedNumber("mtu", "N"), Parameter.namedList("gw", "IP"), Parameter.settings()),
        CommandSpec.removing("unplug", "undoes a plug", OPTIONAL_BRIDGE, PORT),
        CommandSpec.reading("fdb show", "prints the stations that bridges know", OPTIONAL_BRIDGE),
        CommandSpec.readingMethod("fdb page", "a page of fdb show: rows, and next, from where the next page begins", Parameter.named("bridge", "BR"),
            Parameter.named("from", "NEXT")),
        CommandSpec.making("fdb add", "fixes a station at a port; it neither ages nor moves, and sticky it may not even be heard elsewhere", BRIDGE,
            Parameter.word("mac", "MAC"), PORT, Parameter.namedNumber("vlan", "N"), Parameter.flag("sticky")),
        CommandSpec.removing("fdb del", "forgets a station, fixed or heard, in every VLAN unless one is given", BRIDGE, Parameter.word("mac", "MAC"),
            Parameter.namedNumber("vlan", "N")),
        CommandSpec.of("fdb flush", "forgets stations: all, of a port, of a VLAN", OPTIONAL_BRIDGE, Parameter.named("port", "PORT"),
            Parameter.namedNumber("vlan", "N")),
        CommandSpec.reading("fdb stats", "prints the counts of a bridge's MAC table", BRIDGE),
        CommandSpec.of("stats reset", "sets all counters to 0"),
        CommandSpec.reading("stats", "prints the counters of ports, with every reason for a drop", Parameter.optionalWord("name", "BR|PORT")),
        CommandSpec.reading("status", "prints how the daemon and its ports are doing"),
        CommandSpec.reading("monitor", "prints what happens, as it happens, until it is interrupted: all of it, or of some topics; stands alone in a call",
            Parameter.namedNumber("since", "SEQ"), Parameter.optionalWords("topics", "bridge|port|fdb|config|netns")),
        CommandSpec.pruning("apply", "makes the configuration what a file says, and prints what that changes; --prune takes away what it does not name",
            Parameter.document("configuration", "FILE")),
        CommandSpec.reading("export", "prints the configuration, fit for apply"),
        CommandSpec.reading("history", "prints which generations of the configuration are known, who made them and when"),
        CommandSpec.of("rollback", "goes back to an earlier generation, or to what was before the last change, and prints what that changes",
            Parameter.optionalNumber("generation", "GENERATION")));

    private static final List<CommandSpec> TYPED = typed();

    private CommandTable() {
    }

    private static List<CommandSpec> typed() {
        final List<CommandSpec> typed = new ArrayList<>();
        for (final CommandSpec spec : METHODS) {
            if (spec.isTyped()) {
                typed.add(spec);
            }
        }
        return typed;
    }

    /** The commands that are typed. */
    public static List<CommandSpec> all() {
        return TYPED;
    }

    /** The command of a request's method, or null. */
    public static CommandSpec byMethod(final String method) {
        for (final CommandSpec spec : METHODS) {
            if (spec.method().equals(method)) {
                return spec;
            }
        }
        return null;
    }

    /** The command that typed words begin with, or null: {@code fdb show} goes before {@code fdb}. */
    public static CommandSpec byWords(final List<String> words) {
        final CommandSpec two = words.size() > 1 ? byMethod(words.get(0) + "." + words.get(1)) : null;
        final CommandSpec spec = two != null ? two : byMethod(words.get(0));
        return spec == null || spec.isTyped() ? spec : null;
    }

    /** All commands as typed, for hints. */
    public static List<String> names() {
        final List<String> names = new ArrayList<>();
        for (final CommandSpec spec : TYPED) {
            names.add(spec.words());
        }
        return names;
    }
}
